import { html, nothing, type TemplateResult } from "lit-html";
import { text } from "../text/text.ts";
import { clear, describedBy, error, group, hint, idOf, label, type Asked } from "./asked.ts";

/// A slider has no empty state of its own, so the words beside it say whether there is an answer; it counts once touched.
export function rangeQuestion(asked: Asked): TemplateResult {
  const { field, change } = asked;
  const { start, end, step } = field.range ?? { start: 0, end: 10, step: 1 };
  const touched = (event: Event) => change(Number((event.target as HTMLInputElement).value), "now");
  const shown = field.value === null ? text.question.rangeNone : text.question.rangeValue(String(field.value));
  const resting = field.value === null ? start : Number(field.value);
  return group(asked, html`${label(asked)} ${hint(asked)} ${error(asked)}
    <input class="app-range" type="range" id=${idOf(field)} name=${field.name} min=${start} max=${end} step=${step}
      .value=${String(resting)} aria-valuetext=${shown} aria-describedby=${describedBy(asked) ?? nothing}
      @change=${touched} @click=${touched} />
    <p class="app-range-ends" aria-hidden="true"><span>${start}</span><span>${end}</span></p>
    <p class="govuk-body" data-range-value>${shown}</p>
    ${asked.alone ? nothing : clear(asked)}`);
}
