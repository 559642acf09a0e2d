import { html, nothing, type TemplateResult } from "lit-html";
import { describedBy, error, group, headingSize, hint, idOf, numbered, type Asked } from "./asked.ts";
import { inSurvey, text } from "../text/text.ts";

/// One box to tick. Its value is XLSForm's "OK".
export function acknowledge(asked: Asked): TemplateResult {
  const { field, alone, change } = asked;
  const ticked = (event: Event) => change((event.target as HTMLInputElement).checked ? "OK" : null, "now");
  const words = numbered(field.number, field.label);
  const heading = alone ? html`<h1 class="govuk-heading-${headingSize(field.label)} app-text" tabindex="-1" lang=${inSurvey()}>${words}</h1>` : "";
  return html`${heading}${group(asked, html`${hint(asked)} ${error(asked)}
    <div class="govuk-checkboxes">
      <div class="govuk-checkboxes__item">
        <input class="govuk-checkboxes__input" type="checkbox" id=${idOf(field)} name=${field.name} value="OK"
          aria-describedby=${describedBy(asked) ?? nothing} .checked=${field.value === "OK"} @change=${ticked} />
        <label class="govuk-label govuk-checkboxes__label app-text" for=${idOf(field)} lang=${alone ? nothing : inSurvey()}>${alone ? text.question.agree : words}</label>
      </div>
    </div>`)}`;
}
