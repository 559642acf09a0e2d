import { html, type TemplateResult } from "lit-html";
import type { Choice } from "../engine/replies.ts";
import { inSurvey, text } from "../text/text.ts";
import { fieldset, group, idOf, type Asked } from "./asked.ts";

const chosen = ({ field }: Asked): string[] => (Array.isArray(field.value) ? field.value : []);

function toggle(asked: Asked, name: string, on: boolean): void {
  const rest = chosen(asked).filter((each) => each !== name);
  const names = on ? [...rest, name] : rest;
  asked.change(names.length ? names : null, "now");
}

function box(asked: Asked, choice: Choice, index: number): TemplateResult {
  const id = idOf(asked.field, index ? String(index + 1) : "");
  return html`<div class="govuk-checkboxes__item">
    <input class="govuk-checkboxes__input" type="checkbox" id=${id} name=${asked.field.name} value=${choice.name}
      .checked=${chosen(asked).includes(choice.name)}
      @change=${(event: Event) => toggle(asked, choice.name, (event.target as HTMLInputElement).checked)} />
    <label class="govuk-label govuk-checkboxes__label" for=${id} lang=${inSurvey()}>${choice.label}</label>
  </div>`;
}

export function selectMultiple(asked: Asked): TemplateResult {
  const hinted = { ...asked, field: { ...asked.field, hint: asked.field.hint || text.question.all } };
  const boxes = (asked.field.choices ?? []).map((choice, index) => box(asked, choice, index));
  return group(asked, fieldset(hinted, html`<div class="govuk-checkboxes">${boxes}</div>`));
}
