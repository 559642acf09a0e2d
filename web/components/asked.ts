// What every question component is given, and the parts they share: heading, hint, error, "Clear my answer".
import { html, nothing, type TemplateResult } from "lit-html";
import type { Field, Value } from "../engine/replies.ts";
import { inSurvey, text } from "../text/text.ts";

export interface Asked {
  field: Field;
  /// The question is the whole page: its label is the page's heading.
  alone: boolean;
  /// What is wrong with the answer, in words, or null.
  error: string | null;
  /// "now" for a choice, "soon" for typing.
  change(value: Value, when: "now" | "soon"): void;
}

export type Part = TemplateResult | typeof nothing;

export const idOf = (field: Field, part = ""): string => `q-${field.name}${part && `-${part}`}`;

/// Long questions get a smaller heading, so that the answers stay in view on a phone.
export const headingSize = (label: string): "l" | "m" => (label.length > 90 ? "m" : "l");

export const numbered = (number: string, label: string): string => (number ? `${text.question.number(number)} ${label}` : label);

const size = (asked: Asked): string => (asked.alone ? headingSize(asked.field.label) : "s");

/// The label of one control.
export function label(asked: Asked): TemplateResult {
  const { field, alone } = asked;
  const inner = html`<label class="govuk-label govuk-label--${size(asked)} app-text" for=${idOf(field)} lang=${inSurvey()}>${numbered(field.number, field.label)}</label>`;
  return alone ? html`<h1 class="govuk-label-wrapper" tabindex="-1">${inner}</h1>` : inner;
}

/// Several controls under one legend.
export function fieldset(asked: Asked, inside: unknown): TemplateResult {
  const { field, alone } = asked;
  const words = numbered(field.number, field.label);
  return html`<fieldset class="govuk-fieldset" aria-describedby=${describedBy(asked) ?? nothing}>
    <legend class="govuk-fieldset__legend govuk-fieldset__legend--${size(asked)}">
      ${alone ? html`<h1 class="govuk-fieldset__heading app-text" tabindex="-1" lang=${inSurvey()}>${words}</h1>` : html`<span class="app-text" lang=${inSurvey()}>${words}</span>`}
    </legend>
    ${hint(asked)} ${error(asked)} ${inside}
  </fieldset>`;
}

/// The author's hint, or the component's own when there is none.
export function hint({ field }: Asked, own = ""): Part {
  const words = field.hint || own;
  return words ? html`<div id=${idOf(field, "hint")} class="govuk-hint app-text" lang=${field.hint ? inSurvey() : nothing}>${words}</div>` : nothing;
}

export function error({ field, error: words }: Asked): Part {
  if (!words) return nothing;
  return html`<p id=${idOf(field, "error")} class="govuk-error-message">
    <span class="govuk-visually-hidden">${text.error["prefix"]}</span> ${words}
  </p>`;
}

export function describedBy({ field, error: words }: Asked, own = ""): string | null {
  const ids = [field.hint || own ? idOf(field, "hint") : "", words ? idOf(field, "error") : ""].filter(Boolean);
  return ids.length ? ids.join(" ") : null;
}

export const group = ({ error: words }: Asked, inside: unknown): TemplateResult =>
  html`<div class="govuk-form-group ${words ? "govuk-form-group--error" : ""}">${inside}</div>`;

export function guidance({ field }: Asked): Part {
  if (!field.guidance) return nothing;
  return html`<details class="govuk-details">
    <summary class="govuk-details__summary"><span class="govuk-details__summary-text">${text.question.guidance}</span></summary>
    <div class="govuk-details__text app-text" lang=${inSurvey()}>${field.guidance}</div>
  </details>`;
}

/// Whether the author gave the question this appearance.
export const looks = ({ appearance }: Field, word: string): boolean => appearance.split(" ").includes(word);

/// What cannot be made blank by the control itself.
export const canBeCleared = (field: Field): boolean =>
  !field.read_only && (field.type === "range" || (field.type === "select_one" && !looks(field, "minimal")));

export function clear(asked: Asked): TemplateResult {
  const { field, alone, change } = asked;
  const blank = () => {
    change(null, "now");
    document.getElementById(idOf(field))?.focus();
  };
  const of = alone ? nothing : html`<span class="govuk-visually-hidden">: ${field.label}</span>`;
  return html`<p class="govuk-body" data-clear ?hidden=${field.value === null}>
    <button type="button" class="app-link-button" @click=${blank}>${text.clear}${of}</button>
  </p>`;
}
