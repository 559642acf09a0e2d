// What the components here share in their looks.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Asked } from "../../components/asked.ts";
import { reasonFor } from "../../components/status-line.ts";
import { capture as words } from "../text/capture.ts";
import type { Saving, Stored } from "./saving.ts";

export interface Press { words: string; press: () => void; look?: "" | "secondary" | "warning"; id?: string; of?: string; disabled?: boolean }

/// `of` is only heard: what the button belongs to, where a page has several questions.
export const button = ({ words: said, press, look = "secondary", id, of, disabled = false }: Press): TemplateResult =>
  html`<button type="button" class="govuk-button ${look && `govuk-button--${look}`}" id=${id ?? nothing} ?disabled=${disabled} @click=${press}>${said}${of ? html`<span class="govuk-visually-hidden">: ${of}</span>` : nothing}</button>`;

/// For `of`: nothing where the question is the whole page.
export const belonging = ({ alone, field }: Asked): { of?: string } => (alone ? {} : { of: field.label });

/// What has just happened, also spoken. One for each component, always there.
export const said = (sentence: string): TemplateResult => html`<p class="govuk-body app-captured" role="status">${sentence}</p>`;

/// What could not be done, with what can be done now.
export const trouble = (sentence: string, ...ways: TemplateResult[]): TemplateResult => html`<div class="app-capture-trouble" role="alert">
  <p class="govuk-body">${sentence}</p>
  ${ways.length ? html`<div class="govuk-button-group">${ways}</div>` : nothing}
</div>`;

/// How the saving of a file goes; nothing while none is.
export function savingView(saving: Saving, notSaved: string): TemplateResult | typeof nothing {
  if (saving.state === "saving") return html`<p class="govuk-body" data-saving>${saving.percent > 0 ? words.savingPart(saving.percent) : words.saving}</p>`;
  if (saving.state === "idle") return nothing;
  return trouble(`${notSaved} ${reasonFor(saving.code, [])}`,
    button({ words: words.tryAgain, press: () => saving.retry(), look: "" }),
    button({ words: words.cancel, press: () => saving.drop() }));
}

/// The answer as text; "" where there is none.
export const valueOf = ({ field }: Asked): string => (field.value === null ? "" : String(field.value));

interface FileInput { id: string; label: string; accept: string; taken(file: File): void; camera?: boolean; look?: "" | "secondary" }

/// A file input whose label is its button: what the browser would write beside it, that no file is chosen, is wrong once one was taken.
export function fileInput({ id, label, accept, taken, camera = false, look = "secondary" }: FileInput): TemplateResult {
  const chosen = (event: Event) => {
    const input = event.target as HTMLInputElement, file = input.files?.[0];
    if (file) taken(file);
    input.value = "";
  };
  return html`<div class="app-file">
    <input class="govuk-visually-hidden" type="file" id=${id} accept=${accept} capture=${camera ? "environment" : nothing} @change=${chosen} />
    <label class="govuk-button ${look && `govuk-button--${look}`}" for=${id}>${label}</label>
  </div>`;
}

/// The stored file once it is there, or that it is not.
export function storedView(stored: Stored, shown: (url: string) => TemplateResult): TemplateResult {
  if (stored.missing) return html`<p class="govuk-body app-missing">${words.missing}</p>`;
  return stored.url ? shown(stored.url) : html`<p class="govuk-body">${words.loading}</p>`;
}
