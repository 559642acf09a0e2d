import { html, type TemplateResult } from "lit-html";
import type { Field } from "../engine/replies.ts";
import { text } from "../text/text.ts";
import { headingSize, hint, numbered, type Asked } from "./asked.ts";

function shownValue({ value, choices }: Field): string {
  const names = value === null ? [] : Array.isArray(value) ? value : [String(value)];
  return names.map((name) => choices?.find((choice) => choice.name === name)?.label ?? name).join("\n");
}

export function readOnly(asked: Asked): TemplateResult {
  const { field, alone } = asked;
  const words = numbered(field.number, field.label);
  const value = shownValue(field);
  return html`<div class="app-field">
    ${alone ? html`<h1 class="govuk-heading-${headingSize(field.label)}" tabindex="-1">${words}</h1>` : html`<p class="govuk-label govuk-label--s">${words}</p>`}
    ${hint(asked)}
    ${value ? html`<p class="govuk-body app-answer">${value}</p>` : html`<p class="govuk-body app-missing">${text.check.missing}</p>`}
  </div>`;
}
