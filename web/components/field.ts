// Which component draws which question type.
import { html, type TemplateResult } from "lit-html";
import { acknowledge } from "./acknowledge.ts";
import { guidance, type Asked } from "./asked.ts";
import { dateQuestion, timeQuestion } from "./date.ts";
import { note } from "./note.ts";
import { numberQuestion } from "./number.ts";
import { rangeQuestion } from "./range.ts";
import { readOnly } from "./read-only.ts";
import { selectMultiple } from "./select-multiple.ts";
import { selectOne } from "./select-one.ts";
import { textQuestion } from "./text.ts";

export const components: Record<string, (asked: Asked) => TemplateResult> = {
  note,
  select_one: selectOne,
  select_multiple: selectMultiple,
  text: textQuestion,
  integer: numberQuestion,
  decimal: numberQuestion,
  date: dateQuestion,
  time: timeQuestion,
  dateTime: dateQuestion,
  range: rangeQuestion,
  acknowledge,
};

export function fieldView(asked: Asked): TemplateResult {
  const { field } = asked;
  const draw = field.read_only && field.type !== "note" ? readOnly : components[field.type];
  if (!draw) throw new Error(`There is no component for the question type "${field.type}".`);
  return html`${draw(asked)} ${guidance(asked)}`;
}
