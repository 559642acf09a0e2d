import { html, nothing, type TemplateResult } from "lit-html";
import type { CheckSection } from "../engine/replies.ts";
import { inSurvey, text } from "../text/text.ts";
import { hrefOf } from "../view.ts";
import { numbered } from "./asked.ts";

type Row = CheckSection["rows"][number];

function row({ page, number, label, read_only, answer }: Row): TemplateResult {
  const words = label.split("\n")[0]!;
  const given = answer?.some((line) => line !== "") ? answer.join("\n") : null;
  return html`<div>
    <dt lang=${inSurvey()}>${numbered(number, label)}</dt>
    <dd>${given === null ? html`<span class="app-missing">${text.check.missing}</span>` : html`<span class="app-answer" lang=${inSurvey()}>${given}</span>`}</dd>
    ${read_only ? nothing : html`<dd class="app-actions">
      <a class="govuk-link govuk-link--no-visited-state" href=${hrefOf("change", page)}>${text.check.change}<span class="govuk-visually-hidden">${text.check.changeWhat(numberOr(number, words))}</span></a>
    </dd>`}
  </div>`;
}

const numberOr = (number: string, words: string): string => (number ? `${number}. ${words}` : words);

/// Of a section, or of the questions outside any; where those come first they need none.
export const sectionHeading = (label: string, index: number): TemplateResult | typeof nothing =>
  label || index ? html`<h2 class="govuk-heading-m" lang=${label ? inSurvey() : nothing}>${label || text.contents.other}</h2>` : nothing;

/// The same answers, to be read only.
export const unchangeable = (sections: CheckSection[]): CheckSection[] =>
  sections.map((section) => ({ ...section, rows: section.rows.map((row) => ({ ...row, read_only: true })) }));

/// Every question that is asked with its answer, by section, each with a Change link where it can be changed.
export const answerList = (sections: CheckSection[]): TemplateResult[] =>
  sections.map(({ name, label, rows }, index) => html`<section data-section=${name}>
    ${sectionHeading(label, index)}
    <dl class="app-answers">${rows.map(row)}</dl>
  </section>`);
