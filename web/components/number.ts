import { html, nothing, type TemplateResult } from "lit-html";
import { describedBy, error, group, hint, idOf, label, type Asked } from "./asked.ts";

/// integer and decimal: what is typed goes to the engine as text; whether it is a number is the engine's to say.
export function numberQuestion(asked: Asked): TemplateResult {
  const { field, change } = asked;
  const typed = (event: Event) => change((event.target as HTMLInputElement).value.trim() || null, "soon");
  return group(asked, html`${label(asked)} ${hint(asked)} ${error(asked)}
    <input class="govuk-input govuk-input--width-10 ${asked.error ? "govuk-input--error" : ""}" type="text" spellcheck="false"
      inputmode=${field.type === "integer" ? "numeric" : "decimal"} id=${idOf(field)} name=${field.name}
      aria-describedby=${describedBy(asked) ?? nothing} .value=${field.value === null ? "" : String(field.value)} @input=${typed} />`);
}
