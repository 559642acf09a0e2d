import { html, type TemplateResult } from "lit-html";
import { inSurvey, text } from "../text/text.ts";
import { error, headingSize, hint, idOf, numbered, type Asked } from "./asked.ts";

export function readOnly(asked: Asked): TemplateResult {
  const { field, alone } = asked;
  const words = numbered(field.number, field.label);
  const value = field.answer?.join("\n");
  return html`<div class="app-field" id=${idOf(field)} tabindex="-1">
    ${alone ? html`<h1 class="govuk-heading-${headingSize(field.label)}" tabindex="-1" lang=${inSurvey()}>${words}</h1>` : html`<p class="govuk-label govuk-label--s" lang=${inSurvey()}>${words}</p>`}
    ${hint(asked)} ${error(asked)}
    ${value ? html`<p class="govuk-body app-answer" lang=${inSurvey()}>${value}</p>` : html`<p class="govuk-body app-missing">${text.check.missing}</p>`}
  </div>`;
}
