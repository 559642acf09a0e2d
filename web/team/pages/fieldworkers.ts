// Fieldworkers: their links, how many interviews came and when their devices were last in touch.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Fieldworker, RoundInfo } from "../api.ts";
import { roundPath, type Desk, type Page } from "../desk.ts";
import { button, field, Form, select, text } from "../form.ts";
import { table } from "../table.ts";
import { count, when, words } from "../words.ts";

class Fieldworkers implements Page {
  readonly name = "fieldworkers";
  readonly title = words.fieldworkers.heading;
  private given: { name: string; link: string } | null = null;
  private readonly form: Form;

  constructor(private readonly desk: Desk, readonly round: RoundInfo, private list: Fieldworker[]) { this.form = new Form(desk); }

  private path(...more: string[]): string { return roundPath(this.round.id, "fieldworkers", ...more); }

  private async reload(): Promise<void> {
    this.list = (await this.desk.api.get<{ fieldworkers: Fieldworker[] }>(this.path())).fieldworkers;
  }

  private async add(data: FormData): Promise<void> {
    const { link, fieldworker } = await this.desk.api.post<{ link: string; fieldworker: Fieldworker }>(this.path(), { name: text(data, "name") });
    await this.show(fieldworker.name, link);
  }

  private async renew(data: FormData, action: "reissue" | "revoke"): Promise<void> {
    const id = text(data, "fieldworker");
    const name = this.list.find((each) => each.fieldworker === id)?.name ?? "";
    const { link } = await this.desk.api.post<{ link?: string }>(this.path(id, action), { reason: text(data, "reason") });
    if (link) return this.show(name, link);
    this.given = null;
    await this.reload();
    this.desk.tell(words.fieldworkers.revoked(name));
  }

  private async show(name: string, link: string): Promise<void> {
    this.given = { name, link };
    await this.reload();
    this.desk.redraw();
    this.desk.focus("[data-given]");
  }

  private readonly copy = (): void => {
    void navigator.clipboard.writeText(this.given!.link)
      .then(() => this.desk.tell(words.fieldworkers.copied), () => this.desk.tell(words.fieldworkers.notCopied))
      .then(() => this.desk.redraw());
  };

  draw(): TemplateResult {
    const { fieldworkers } = words;
    return html`<span class="govuk-caption-l">${this.round.title}</span><h1 class="govuk-heading-l" tabindex="-1">${fieldworkers.heading}</h1>${this.form.draw()}
      ${this.given ? this.link(this.given) : nothing}
      <p class="govuk-body">${fieldworkers.text}</p>
      ${this.list.length === 0 ? html`<p class="govuk-body">${fieldworkers.none}</p>` : this.table()}
      <h2 class="govuk-heading-m">${fieldworkers.add}</h2>
      <form novalidate data-add @submit=${this.form.on((data) => this.add(data))}>
        ${field("name", { label: fieldworkers.name, hint: fieldworkers.nameHint, width: "govuk-input--width-20" })}${button(fieldworkers.addButton, this.form)}
      </form>
      ${this.list.length === 0 ? nothing : this.renewal()}`;
  }

  private link({ name, link }: { name: string; link: string }): TemplateResult {
    return html`<div class="govuk-inset-text" role="group" aria-label=${words.fieldworkers.given(name)} tabindex="-1" data-given>
      <p class="govuk-body">${words.fieldworkers.given(name)}</p>
      <p class="govuk-body team-mono"><a class="govuk-link" data-link href=${link} target="_blank" rel="noopener noreferrer">${link}</a></p>
      <button type="button" class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0" data-copy @click=${this.copy}>${words.fieldworkers.copy}</button></div>`;
  }

  private table(): TemplateResult {
    const { fieldworkers } = words;
    return table(fieldworkers.heading, [
      { head: fieldworkers.name, rowHead: true, cell: (each) => each.name },
      { head: fieldworkers.sent, number: true, cell: (each) => count(each.sent) },
      { head: fieldworkers.contact, cell: (each) => when(each.contact) || fieldworkers.never },
      { head: fieldworkers.state, cell: (each) => (each.link ? fieldworkers.good : fieldworkers.ended) },
    ], this.list, true);
  }

  private renewal(): TemplateResult {
    const { fieldworkers } = words;
    const act = (action: "reissue" | "revoke", kind: string): TemplateResult =>
      html`<button class="govuk-button ${kind}" name="action" value=${action}>${fieldworkers[action]}</button> `;
    const submit = (event: SubmitEvent): void => {
      const action = (event.submitter as HTMLButtonElement).value as "reissue" | "revoke";
      this.form.on((data) => this.renew(data, action))(event);
    };
    return html`<h2 class="govuk-heading-m">${fieldworkers.renew}</h2><p class="govuk-body">${fieldworkers.renewHint}</p>
      <form novalidate data-renew @submit=${submit}>
        ${select("fieldworker", fieldworkers.who, this.list.map(({ fieldworker: value, name: label }) => ({ value, label })), this.list[0]!.fieldworker)}
        ${field("reason", { label: words.reason, hint: words.reasonHint })}
        ${act("reissue", "govuk-button--secondary")}${act("revoke", "govuk-button--warning")}
      </form>`;
  }
}

export const openFieldworkers = async (desk: Desk, round: RoundInfo): Promise<Page> =>
  new Fieldworkers(desk, round, (await desk.api.get<{ fieldworkers: Fieldworker[] }>(roundPath(round.id, "fieldworkers"))).fieldworkers);
