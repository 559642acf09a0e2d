// date, time and dateTime. The parts are joined to the engine's text form as they are typed; a half-typed date is kept as it is.
import { html, nothing, type TemplateResult } from "lit-html";
import { text } from "../text/text.ts";
import { describedBy, error, fieldset, group, hint, idOf, label, type Asked } from "./asked.ts";

interface Parts { year: string; month: string; day: string; time: string }

const two = (part: string): string => (/^\d$/.test(part) ? `0${part}` : part);

/// What was typed for a value, by question: the engine's text has leading zeros that would jump in under someone's fingers.
const typedParts = new Map<string, { value: string | null; parts: Parts }>();

function split(asked: Asked): Parts {
  const value = asked.field.value === null ? "" : String(asked.field.value);
  const typed = typedParts.get(asked.field.name);
  if (typed && (typed.value ?? "") === value) return typed.parts;
  const [date = "", time = ""] = value.split("T");
  const [year = "", month = "", day = ""] = date.split("-");
  return { year, month, day, time: time.slice(0, 5) };
}

/// "9.05" is written 09:05; anything that is no time stays as typed, for the engine to judge.
const engineTime = (typed: string): string =>
  typed.trim().replace(/^(\d?\d)[.:](\d\d)$/, (_, hour: string, minute: string) => `${two(hour)}:${minute}`);

function joined(parts: Parts, withTime: boolean): string | null {
  if (!parts.year && !parts.month && !parts.day && !parts.time) return null;
  const date = `${parts.year}-${two(parts.month)}-${two(parts.day)}`;
  return withTime ? `${date}T${engineTime(parts.time)}` : date;
}

function read(event: Event): Parts {
  const inputs = (event.target as HTMLElement).closest(".govuk-date-input")!.querySelectorAll("input");
  const of = (part: string) => [...inputs].find((input) => input.dataset["part"] === part)?.value.trim() ?? "";
  return { year: of("year"), month: of("month"), day: of("day"), time: of("time") };
}

function part(asked: Asked, name: keyof Parts, shown: string, withTime: boolean): TemplateResult {
  const id = idOf(asked.field, name === "day" ? "" : name);
  const width = name === "year" ? 4 : name === "time" ? 5 : 2;
  const typed = (event: Event) => {
    const parts = read(event);
    const value = joined(parts, withTime);
    typedParts.set(asked.field.name, { value, parts });
    asked.change(value, "soon");
  };
  return html`<div class="govuk-date-input__item">
    <label class="govuk-label govuk-date-input__label" for=${id}>${text.question[name]}</label>
    <input class="govuk-input govuk-date-input__input govuk-input--width-${width} ${asked.error ? "govuk-input--error" : ""}" type="text"
      inputmode=${name === "time" ? "text" : "numeric"} spellcheck="false" id=${id} name="${asked.field.name}-${name}" data-part=${name}
      .value=${shown} @input=${typed} />
  </div>`;
}

export function dateQuestion(asked: Asked): TemplateResult {
  const withTime = asked.field.type === "dateTime";
  const parts = split(asked);
  const names: (keyof Parts)[] = withTime ? ["day", "month", "year", "time"] : ["day", "month", "year"];
  const own = withTime ? `${text.question.dateHint}. ${text.question.timeHint}` : text.question.dateHint;
  const hinted = { ...asked, field: { ...asked.field, hint: asked.field.hint || own } };
  return group(asked, fieldset(hinted, html`
    <div class="govuk-date-input">${names.map((name) => part(asked, name, parts[name], withTime))}</div>`));
}

export function timeQuestion(asked: Asked): TemplateResult {
  const { field, change } = asked;
  const typed = (event: Event) => {
    const time = (event.target as HTMLInputElement).value;
    const value = engineTime(time) || null;
    typedParts.set(field.name, { value, parts: { year: "", month: "", day: "", time } });
    change(value, "soon");
  };
  const value = field.value === null ? "" : String(field.value);
  const remembered = typedParts.get(field.name);
  const shown = remembered && (remembered.value ?? "") === value ? remembered.parts.time : /^\d\d:\d\d:/.test(value) ? value.slice(0, 5) : value;
  return group(asked, html`${label(asked)} ${hint(asked, text.question.timeHint)} ${error(asked)}
    <input class="govuk-input govuk-input--width-5 ${asked.error ? "govuk-input--error" : ""}" type="text" spellcheck="false"
      id=${idOf(field)} name=${field.name} aria-describedby=${describedBy(asked, text.question.timeHint) ?? nothing}
      .value=${shown} @input=${typed} />`);
}
