// Invitations and reminders: written, looked at, sent; and what became of each.
import { html, nothing, type TemplateResult } from "lit-html";
import type { MailBatch, MailLine, MailPreview, RoundInfo } from "../api.ts";
import { roundPath, type Desk, type Page } from "../desk.ts";
import { button, field, Form, radios, text } from "../form.ts";
import { count, when, words } from "../words.ts";

interface Log { server: boolean; batches: MailBatch[] }
interface Draft { kind: string; subject: string; text: string; rate: number }

const drafts: Record<string, Omit<Draft, "rate">> = {
  invitation: { kind: "invitation", subject: words.mail.invitationSubject, text: words.mail.invitationText },
  reminder: { kind: "reminder", subject: words.mail.reminderSubject, text: words.mail.reminderText },
};

class Mail implements Page {
  readonly name = "mail";
  readonly title = words.mail.heading;
  private draft: Draft = { ...drafts["invitation"]!, rate: 60 };
  private seen: MailPreview | null = null;
  private readonly form: Form;

  constructor(private readonly desk: Desk, readonly round: RoundInfo, private log: Log) { this.form = new Form(desk); }

  private path(...more: string[]): string { return roundPath(this.round.id, "mail", ...more); }

  private async look(data: FormData): Promise<void> {
    this.seen = null;
    this.draft = { kind: text(data, "kind"), subject: text(data, "subject"), text: String(data.get("text")), rate: Number(text(data, "rate")) };
    const { rate: _, ...mail } = this.draft;
    this.seen = await this.desk.api.post<MailPreview>(this.path("preview"), mail);
  }

  private async send(): Promise<void> {
    await this.desk.api.post(this.path(), this.draft);
    this.seen = null;
    this.desk.tell(words.mail.started);
    await this.refresh();
  }

  private async refresh(): Promise<void> {
    this.log = await this.desk.api.get<Log>(this.path());
  }

  private async stop(batch: string): Promise<void> {
    await this.desk.api.post(this.path(batch, "stop"));
    this.desk.tell(words.mail.stopped);
    await this.refresh();
  }

  /// The other kind has its own words, unless they were changed.
  private choose(event: Event): void {
    const { name, value, form } = event.target as HTMLInputElement;
    if (name !== "kind" || !form) return;
    for (const part of ["subject", "text"] as const) {
      const control = form.elements.namedItem(part) as HTMLInputElement;
      if (Object.values(drafts).some((draft) => draft[part] === control.value)) control.value = drafts[value]![part];
    }
  }

  draw(): TemplateResult {
    const { mail } = words;
    const { draft } = this;
    return html`<span class="govuk-caption-l">${this.round.title}</span><h1 class="govuk-heading-l" tabindex="-1">${mail.heading}</h1>${this.form.draw()}
      ${this.log.server ? nothing : html`<div class="govuk-inset-text">${mail.noServer}</div>`}
      <form novalidate @submit=${this.form.on((data) => this.look(data))} @change=${(event: Event) => this.choose(event)}>
        ${radios("kind", mail.kind, [{ value: "invitation", label: mail.invitation, hint: mail.invitationHint }, { value: "reminder", label: mail.reminder, hint: mail.reminderHint }], draft.kind)}
        ${field("subject", { label: mail.subject, value: draft.subject })}
        ${field("text", { label: mail.text, hint: mail.textHint, value: draft.text, rows: 12 })}
        ${field("rate", { label: mail.rate, value: String(draft.rate), mode: "numeric", width: "govuk-input--width-5" })}
        ${button(mail.look, this.form, this.seen ? "govuk-button--secondary" : "")}
      </form>
      ${this.seen ? this.preview(this.seen) : nothing}
      <h2 class="govuk-heading-m">${mail.log}</h2>
      ${this.log.batches.length ? html`<button type="button" class="govuk-button govuk-button--secondary" @click=${this.form.press(() => this.refresh())}>${words.import.again}</button>
        ${this.log.batches.map((batch) => this.batch(batch))}` : html`<p class="govuk-body">${words.none}</p>`}`;
  }

  private preview(seen: MailPreview): TemplateResult {
    const left = words.mail.left(seen.left_out);
    return html`<div data-preview><p class="govuk-body" role="status">${words.mail.would(seen.recipients)} ${left ? words.mail.leftOut(left) : ""}</p>
      ${seen.sample ? html`<p class="govuk-body">${words.mail.sample(seen.sample.to)}</p><div class="team-mail govuk-body"><strong>${seen.sample.subject}</strong>\n\n${seen.sample.text}</div>` : nothing}
      ${seen.recipients > 0 && seen.server ? html`<button type="button" class="govuk-button" data-send @click=${this.form.press(() => this.send())}>${words.mail.send(seen.recipients)}</button>` : nothing}</div>`;
  }

  private batch(batch: MailBatch): TemplateResult {
    const counted = Object.entries(batch.counts).filter(([, n]) => n > 0).map(([state, n]) => `${count(n)} ${words.mail.states[state] ?? state}`).join(", ");
    const line = ({ name, email, text: why }: MailLine) => html`<li>${name} ${email}: ${why}</li>`;
    return html`<section data-batch><h3 class="govuk-heading-s">${words.mail.by(batch.kind, batch.by, when(batch.at))}</h3>
      <p class="govuk-body">${batch.subject}. ${counted}.${batch.trouble ? ` ${batch.trouble}` : ""}</p>
      ${batch.failed.length + batch.unknown.length ? html`<ul class="govuk-list govuk-list--bullet">${[...batch.failed, ...batch.unknown].map(line)}</ul>` : nothing}
      ${batch.done ? nothing : html`<button type="button" class="govuk-button govuk-button--secondary" @click=${this.form.press(() => this.stop(batch.batch))}>${words.mail.stop}</button>`}</section>`;
  }
}

export const openMail = async (desk: Desk, round: RoundInfo): Promise<Page> => new Mail(desk, round, await desk.api.get<Log>(roundPath(round.id, "mail")));
