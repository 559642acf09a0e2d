import { html, nothing, type TemplateResult } from "lit-html";
import { inSurvey } from "../text/text.ts";
import { type Asked } from "./asked.ts";

/// Text to read. On a page of its own it is the page: its first paragraph is the heading.
export function note({ field, alone }: Asked): TemplateResult {
  const [first = "", ...rest] = field.label.split(/\n\s*\n/);
  const paragraphs = alone ? rest : [first, ...rest];
  return html`${alone ? html`<h1 class="govuk-heading-l" tabindex="-1" lang=${inSurvey()}>${first}</h1>` : nothing}
    ${paragraphs.map((words) => html`<p class="govuk-body app-text" lang=${inSurvey()}>${words}</p>`)}
    ${field.hint ? html`<p class="govuk-hint app-text" lang=${inSurvey()}>${field.hint}</p>` : nothing}`;
}
