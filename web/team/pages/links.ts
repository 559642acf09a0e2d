import { html, type TemplateResult } from "lit-html";
import { download } from "../../download.ts";
import type { Contact, RoundInfo } from "../api.ts";
import { roundPath, type Desk, type Page } from "../desk.ts";
import { button, field, Form, radios, text } from "../form.ts";
import { words } from "../words.ts";

/// Everybody of a state, page by page.
async function invitees(desk: Desk, round: string, state: string): Promise<string[]> {
  const all: string[] = [];
  for (let after: string | null = ""; after !== null;) {
    const found: { contacts: Contact[]; next: string | null } = await desk.api.get(`${roundPath(round, "contacts")}?${new URLSearchParams({ state, after })}`);
    all.push(...found.contacts.map((contact) => contact.invitee));
    after = found.next;
  }
  return all;
}

export async function openLinks(desk: Desk, round: RoundInfo): Promise<Page> {
  const form = new Form(desk);
  const make = async (data: FormData): Promise<void> => {
    const ends = text(data, "ends");
    const whom = text(data, "who") === "without" ? null : await invitees(desk, round.id, "to_chase");
    const body = { invitees: whom, ...(ends ? { ends: Date.parse(ends) } : {}) };
    download(await desk.api.file(roundPath(round.id, "links"), body));
    desk.tell(words.links.made);
  };
  const draw = (): TemplateResult => html`
    <span class="govuk-caption-l">${round.title}</span><h1 class="govuk-heading-l" tabindex="-1">${words.links.heading}</h1>${form.draw()}
    <p class="govuk-body">${words.links.text}</p>
    <form novalidate @submit=${form.on(make)}>
      ${radios("who", words.links.who, [{ value: "without", label: words.links.without }, { value: "everyone", label: words.links.everyone }], "without")}
      ${field("ends", { label: words.links.ends, hint: words.links.endsHint, type: "datetime-local", width: "govuk-input--width-20" })}
      ${button(words.links.button, form)}
    </form>`;
  return { name: "links", title: words.links.heading, round, draw };
}
