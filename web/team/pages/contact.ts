// One contact: details, links, and a response of theirs that came another way.
import { html, nothing, type TemplateResult } from "lit-html";
import { ApiError, type Contact, type RoundInfo } from "../api.ts";
import { hrefOf, roundPath, type Desk, type Page } from "../desk.ts";
import { button, field, Form, radios, text } from "../form.ts";
import { nameOf } from "./contacts.ts";
import { facts } from "../table.ts";
import { when, words } from "../words.ts";

const details = ["name", "email", "organisation", "role", "council_type", "region"] as const;

/// "2026-03-01T17:00" now, for a field of date and time.
export const localNow = (): string => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

class ContactPage implements Page {
  readonly name = "contact";
  readonly title: string;
  private link: { said: string; href: string; warning: string } | null = null;
  private readonly form: Form;

  constructor(private readonly desk: Desk, readonly round: RoundInfo, private contact: Contact) {
    this.form = new Form(desk);
    this.title = nameOf(contact);
  }

  private path(kind: string, ...more: string[]): string { return roundPath(this.round.id, kind, this.contact.invitee, ...more); }

  private async change(change: object): Promise<void> {
    this.contact = (await this.desk.api.post<{ contact: Contact }>(this.path("contacts"), change)).contact;
    this.desk.tell(words.contact.saved);
  }

  private async reissue(data: FormData): Promise<void> {
    const { link } = await this.desk.api.post<{ link: string }>(this.path("links", "reissue"), { reason: text(data, "reason") });
    this.link = { said: words.contact.newLink, href: link, warning: "" };
  }

  private async revoke(data: FormData): Promise<void> {
    await this.desk.api.post(this.path("links", "revoke"), { reason: text(data, "reason") });
    this.link = null;
    this.desk.tell(words.contact.revoked);
  }

  private async enter(data: FormData): Promise<void> {
    const received = Date.parse(text(data, "received"));
    if (Number.isNaN(received)) throw new ApiError(400, "bad_request", words.closing.dayWrong, {});
    const made = await this.desk.api.post<{ link: string; replaces: boolean }>(this.path("entry"), { channel: text(data, "channel"), received });
    this.link = { said: words.contact.entryLink, href: made.link, warning: made.replaces ? words.contact.replaces : "" };
  }

  draw(): TemplateResult {
    const { contact } = words;
    return html`<a class="govuk-back-link" href=${hrefOf("rounds", this.round.id, "contacts")}>${words.contacts.heading}</a>
      <h1 class="govuk-heading-l" tabindex="-1">${this.title}</h1>${this.form.draw()}
      ${this.link ? html`<div class="govuk-inset-text" role="alert"><p class="govuk-body">${this.link.said}</p>${this.link.warning ? html`<p class="govuk-body">${this.link.warning}</p>` : nothing}
        <p class="govuk-body team-mono"><a class="govuk-link" data-link href=${this.link.href} target="_blank" rel="noopener noreferrer">${this.link.href}</a></p></div>` : nothing}
      ${facts(this.known())}
      <h2 class="govuk-heading-m">${contact.details}</h2>
      <form novalidate data-details @submit=${this.form.on((data) => this.change(Object.fromEntries(details.map((name) => [name, text(data, name)]))))}>
        ${details.map((name) => field(name, { label: words.contacts[name], value: this.contact[name] }))}
        ${button(contact.save, this.form)}
        <button type="button" class="govuk-button govuk-button--secondary" @click=${this.form.press(() => this.change({ opted_out: !this.contact.opted_out }))}>${this.contact.opted_out ? contact.optIn : contact.optOut}</button>
      </form>
      ${this.contact.unverified ? nothing : this.entry()}
      <h2 class="govuk-heading-m">${contact.reissue}</h2><p class="govuk-body">${contact.reissueHint}</p>
      <form novalidate data-reissue @submit=${this.form.on((data) => this.reissue(data))}>${this.reason("reissue")}${button(contact.reissue, this.form, "govuk-button--secondary")}</form>
      <h2 class="govuk-heading-m">${contact.revoke}</h2><p class="govuk-body">${contact.revokeHint}</p>
      <form novalidate data-revoke @submit=${this.form.on((data) => this.revoke(data))}>${this.reason("revoke")}${button(contact.revoke, this.form, "govuk-button--warning")}</form>`;
  }

  private reason(of: string): TemplateResult {
    return html`<div class="govuk-form-group"><label class="govuk-label" for="f-reason-${of}">${words.reason}</label>
      <div class="govuk-hint" id="f-reason-${of}-hint">${words.reasonHint}</div>
      <input class="govuk-input" id="f-reason-${of}" name="reason" autocomplete="off" aria-describedby="f-reason-${of}-hint" /></div>`;
  }

  private known() {
    const { state, unverified, opted_out: out, channel, last_sent: sent, versions } = this.contact;
    const list = [{ name: words.contacts.where, value: words.contacts.short[state] as unknown }];
    if (sent) list.push({ name: words.progress.sent, value: words.contact.answered(when(sent), versions) });
    if (channel) list.push({ name: words.contact.how, value: words.contact.channel[channel] });
    if (unverified) list.push({ name: words.contact.link, value: words.contacts.unverified });
    if (out) list.push({ name: words.contact.optOut, value: words.contacts.optedOut });
    return list;
  }

  private entry(): TemplateResult {
    const { contact } = words;
    return html`<h2 class="govuk-heading-m">${contact.entry}</h2><p class="govuk-body">${contact.entryHint}</p>
      <form novalidate data-entry @submit=${this.form.on((data) => this.enter(data))}>
        ${radios("channel", contact.how, Object.entries(contact.channels).map(([value, label]) => ({ value, label })), "email")}
        ${field("received", { label: contact.received, type: "datetime-local", value: localNow(), width: "govuk-input--width-20" })}
        ${button(contact.entryButton, this.form, "govuk-button--secondary")}
      </form>`;
  }
}

export async function openContact(desk: Desk, round: RoundInfo, invitee: string): Promise<Page> {
  const found = await desk.api.get<{ contacts: Contact[] }>(`${roundPath(round.id, "contacts")}?${new URLSearchParams({ q: invitee })}`);
  const contact = found.contacts.find((each) => each.invitee === invitee);
  if (!contact) throw new ApiError(404, "not_found", words.contacts.nobody, {});
  return new ContactPage(desk, round, contact);
}
