import { html, nothing, type TemplateResult } from "lit-html";
import type { AuditEntry, RoundInfo } from "../api.ts";
import { roundPath, type Desk, type Page } from "../desk.ts";
import { Form } from "../form.ts";
import { table } from "../table.ts";
import { when, words } from "../words.ts";

interface Found { entries: AuditEntry[]; next: string | null }

/// Of a round, or of what belongs to none: sign-ins and users.
export async function openAudit(desk: Desk, round: RoundInfo | null): Promise<Page> {
  const path = round ? roundPath(round.id, "audit") : "audit";
  const { audit } = words;
  const form = new Form(desk);
  const entries: AuditEntry[] = [];
  let next: string | null = "";
  const load = async (): Promise<void> => {
    const found: Found = await desk.api.get<Found>(`${path}?${new URLSearchParams({ after: next ?? "" })}`);
    entries.push(...found.entries);
    next = found.next;
  };
  await load();
  const draw = (): TemplateResult => html`
    ${round ? html`<span class="govuk-caption-l">${round.title}</span>` : nothing}<h1 class="govuk-heading-l" tabindex="-1">${audit.heading}</h1>${form.draw()}
    ${table(audit.heading, [
      { head: audit.at, rowHead: true, cell: (entry) => when(entry.at) },
      { head: audit.user, cell: (entry) => entry.user || audit.hub },
      { head: audit.action, cell: (entry) => entry.action.replaceAll("_", " ") },
      { head: audit.detail, cell: (entry) => entry.detail },
    ], entries, true)}
    ${next ? html`<button type="button" class="govuk-button govuk-button--secondary" @click=${form.press(load)}>${words.more}</button>` : nothing}`;
  return { name: round ? "audit" : "record", title: audit.heading, ...(round ? { round } : {}), draw };
}
