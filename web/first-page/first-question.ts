// The survey's first question as the engine would send it, read from the definition when the page is built.
import type { Field, Page } from "../engine/replies.ts";

/// One text, or one for each language.
export type Words = string | Record<string, string>;
interface Item { type: string; name: string; label?: Words; hint?: Words; guidance_hint?: Words; appearance?: string; number?: string; children?: Item[] }
export interface Definition {
  title: Words;
  languages?: string[];
  default_language?: string;
  choices: Record<string, { name: string; label: Words }[]>;
  survey: Item[];
}

/// The survey's languages as the engine orders them: the default one first.
export function languagesOf({ languages = [], default_language: first }: Definition): string[] {
  const given = first ?? languages[0] ?? "en";
  return [given, ...languages.filter((language) => language !== given)];
}

/// A text in the default language.
export function inDefault(definition: Definition, words: Words = ""): string {
  if (typeof words === "string") return words;
  return words[languagesOf(definition)[0]!] ?? "";
}

const asked = (item: Item): boolean => !["group", "note", "calculate", "hidden"].includes(item.type);

export function countQuestions(items: Item[]): number {
  return items.reduce((sum, item) => sum + (item.number ? 1 : 0) + countQuestions(item.children ?? []), 0);
}

function field(item: Item, definition: Definition): Field {
  const words = (of: Words | undefined) => inDefault(definition, of);
  const [type = "", list = ""] = item.type.split(" ");
  if (type !== "select_one") throw new Error(`The first question (${item.name}) has to be a select_one, so that it can be answered at once.`);
  return {
    node: 0, name: item.name, type, number: item.number ?? "", label: words(item.label), hint: words(item.hint),
    guidance: words(item.guidance_hint), appearance: item.appearance ?? "", required: false, read_only: false, relevant: true,
    choices: (definition.choices[list] ?? []).map(({ name, label }) => ({ name, label: words(label) })), value: null, finding: null,
  };
}

export function firstPage(definition: Definition): Page {
  const { survey } = definition;
  const sections = survey.filter((item) => item.type === "group" && item.label);
  const section = sections[0];
  const item = section?.children?.[0];
  if (!section || section !== survey[0] || !item || !asked(item)) throw new Error("The survey has to begin with a section that begins with a question.");
  const first = field(item, definition);
  return {
    page: item.name, kind: "question", number: first.number, heading: first.label, appearance: "", fields: [first], back: false, notices: [],
    section: { name: section.name, label: inDefault(definition, section.label), index: 1, of: sections.length },
  };
}
