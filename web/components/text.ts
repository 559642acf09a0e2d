import { html, nothing, type TemplateResult } from "lit-html";
import { describedBy, error, group, hint, idOf, label, looks, type Asked } from "./asked.ts";

const typed = (asked: Asked) => (event: Event) =>
  asked.change((event.target as HTMLInputElement | HTMLTextAreaElement).value || null, "soon");

/// Where CSS cannot let a box grow with its text.
function grow(event: Event): void {
  const area = event.target as HTMLTextAreaElement;
  if (CSS.supports("field-sizing", "content") || area.value.length > 20_000) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 4}px`;
}

function box(asked: Asked): TemplateResult {
  const { field } = asked;
  const value = field.value === null ? "" : String(field.value);
  const wrong = asked.error !== null;
  const both = (event: Event) => (typed(asked)(event), grow(event));
  if (looks(field, "multiline")) {
    return html`<textarea class="govuk-textarea ${wrong ? "govuk-textarea--error" : ""}" id=${idOf(field)} name=${field.name} rows="5"
      aria-describedby=${describedBy(asked) ?? nothing} .value=${value} @input=${both}></textarea>`;
  }
  return html`<input class="govuk-input ${wrong ? "govuk-input--error" : ""}" type="text" id=${idOf(field)} name=${field.name}
    aria-describedby=${describedBy(asked) ?? nothing} .value=${value} @input=${typed(asked)} />`;
}

export const textQuestion = (asked: Asked): TemplateResult =>
  group(asked, html`${label(asked)} ${hint(asked)} ${error(asked)} ${box(asked)}`);
