import { html, nothing, type TemplateResult } from "lit-html";
import type { CheckSection } from "../engine/replies.ts";
import { text } from "../text/text.ts";
import { hrefOf } from "../view.ts";
import { numbered } from "./asked.ts";

type Row = CheckSection["rows"][number];

function row({ page, number, label, answer }: Row): TemplateResult {
  const words = label.split("\n")[0]!;
  const given = answer?.some((line) => line !== "") ? answer.join("\n") : null;
  return html`<div>
    <dt>${numbered(number, label)}</dt>
    <dd>${given === null ? html`<span class="app-missing">${text.check.missing}</span>` : html`<span class="app-answer">${given}</span>`}</dd>
    <dd class="app-actions">
      <a class="govuk-link govuk-link--no-visited-state" href=${hrefOf("change", page)}>${text.check.change}<span class="govuk-visually-hidden">${text.check.changeWhat(numberOr(number, words))}</span></a>
    </dd>
  </div>`;
}

const numberOr = (number: string, words: string): string => (number ? `${number}. ${words}` : words);

/// Every question that is asked with its answer, by section, each with a Change link.
export const answerList = (sections: CheckSection[]): TemplateResult[] =>
  sections.map(({ name, label, rows }) => html`<section data-section=${name}>
    ${label ? html`<h2 class="govuk-heading-m">${label}</h2>` : nothing}
    <dl class="app-answers">${rows.map(row)}</dl>
  </section>`);
