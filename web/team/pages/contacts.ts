import { html, nothing, type TemplateResult } from "lit-html";
import { download } from "../../download.ts";
import type { Contact, RoundInfo } from "../api.ts";
import { hrefOf, roundPath, type Desk, type Page } from "../desk.ts";
import { button, field, Form, select, text } from "../form.ts";
import { table } from "../table.ts";
import { count, when, words } from "../words.ts";

interface Found { contacts: Contact[]; next: string | null }

export const nameOf = (contact: Contact): string => contact.name || contact.organisation || contact.email || words.contacts.unnamed;

class Contacts implements Page {
  readonly name = "contacts";
  readonly title = words.contacts.heading;
  private contacts: Contact[] = [];
  private next: string | null = null;
  private q = "";
  private state = "";
  private readonly form: Form;

  constructor(private readonly desk: Desk, readonly round: RoundInfo) { this.form = new Form(desk); }

  async find(data: FormData): Promise<void> {
    this.q = text(data, "q");
    this.state = text(data, "state");
    this.contacts = [];
    this.next = null;
    await this.load();
  }

  async load(): Promise<void> {
    const asked = new URLSearchParams({ q: this.q, state: this.state, after: this.next ?? "" });
    const found = await this.desk.api.get<Found>(`${roundPath(this.round.id, "contacts")}?${asked}`);
    this.contacts.push(...found.contacts);
    this.next = found.next;
  }

  private async take(): Promise<void> {
    download(await this.desk.api.file(`${roundPath(this.round.id, "contacts.csv")}?${new URLSearchParams({ q: this.q, state: this.state })}`));
    this.desk.tell(words.downloads.done);
  }

  draw(): TemplateResult {
    const { contacts } = words;
    const states = Object.entries(contacts.states).map(([value, label]) => ({ value, label }));
    return html`<span class="govuk-caption-l">${this.round.title}</span><h1 class="govuk-heading-l" tabindex="-1">${contacts.heading}</h1>${this.form.draw()}
      <form class="team-search" novalidate @submit=${this.form.on((data) => this.find(data))}>
        ${field("q", { label: contacts.search, value: this.q, width: "govuk-input--width-20" })}
        ${select("state", contacts.state, states, this.state)}
        ${button(contacts.find, this.form, "govuk-button--secondary")}
      </form>
      <p class="govuk-body" role="status">${this.contacts.length ? contacts.shown(this.contacts.length, this.next !== null) : contacts.nobody}</p>
      ${this.contacts.length ? html`<button type="button" class="govuk-button govuk-button--secondary" data-file @click=${this.form.press(() => this.take())}>${contacts.asFile}</button>${this.list()}` : nothing}
      ${this.next ? html`<button type="button" class="govuk-button govuk-button--secondary" @click=${this.form.press(() => this.load())}>${words.more}</button>` : nothing}`;
  }

  private list(): TemplateResult {
    const { contacts } = words;
    const state = (contact: Contact) => html`${contacts.short[contact.state]}${contact.unverified ? html`<br />${contacts.unverified}` : nothing}${contact.opted_out ? html`<br />${contacts.optedOut}` : nothing}`;
    return table(contacts.heading, [
      { head: contacts.name, rowHead: true, cell: (contact) => html`<a class="govuk-link" href=${hrefOf("rounds", this.round.id, "contacts", contact.invitee)}>${nameOf(contact)}</a>` },
      { head: contacts.organisation, cell: (contact) => contact.organisation },
      { head: contacts.role, cell: (contact) => contact.role },
      { head: contacts.council_type, cell: (contact) => contact.council_type },
      { head: contacts.region, cell: (contact) => contact.region },
      { head: contacts.where, cell: state },
      { head: contacts.mails, number: true, cell: (contact) => count(contact.mails ?? 0) },
      { head: contacts.lastMailed, cell: (contact) => when(contact.last_mailed ?? 0) },
    ], this.contacts, true);
  }
}

export async function openContacts(desk: Desk, round: RoundInfo): Promise<Page> {
  const page = new Contacts(desk, round);
  await page.load();
  return page;
}
