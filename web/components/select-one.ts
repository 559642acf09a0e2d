import { html, nothing, type TemplateResult } from "lit-html";
import type { Choice } from "../engine/replies.ts";
import { inSurvey, text } from "../text/text.ts";
import { clear, describedBy, error, fieldset, group, hint, idOf, label, looks, type Asked } from "./asked.ts";

function radio({ field, change }: Asked, choice: Choice, index: number): TemplateResult {
  const id = idOf(field, index ? String(index + 1) : "");
  return html`<div class="govuk-radios__item">
    <input class="govuk-radios__input" type="radio" id=${id} name=${field.name} value=${choice.name}
      .checked=${field.value === choice.name} @change=${() => change(choice.name, "now")} />
    <label class="govuk-label govuk-radios__label" for=${id} lang=${inSurvey()}>${choice.label}</label>
  </div>`;
}

function radios(asked: Asked): TemplateResult {
  const choices = asked.field.choices ?? [];
  return fieldset(asked, html`
    <div class="govuk-radios">${choices.map((choice, index) => radio(asked, choice, index))}</div>
    ${asked.alone ? nothing : clear(asked)}`);
}

/// A list to open, for long lists of choices (appearance "minimal").
function select(asked: Asked): TemplateResult {
  const { field, change } = asked;
  const chosen = (event: Event) => change((event.target as HTMLSelectElement).value || null, "now");
  return html`${label(asked)} ${hint(asked)} ${error(asked)}
    <select class="govuk-select ${asked.error ? "govuk-select--error" : ""}" id=${idOf(field)} name=${field.name} aria-describedby=${describedBy(asked) ?? nothing} @change=${chosen}>
      <option value="" .selected=${field.value === null}>${text.question.select}</option>
      ${(field.choices ?? []).map((choice) => html`<option value=${choice.name} lang=${inSurvey()} .selected=${field.value === choice.name}>${choice.label}</option>`)}
    </select>`;
}

export const selectOne = (asked: Asked): TemplateResult =>
  group(asked, looks(asked.field, "minimal") ? select(asked) : radios(asked));
