// The survey's first question as the engine would send it, read from the definition when the page is built.
import type { Field, Page } from "../engine/replies.ts";

interface Item { type: string; name: string; label?: string; hint?: string; guidance_hint?: string; number?: string; children?: Item[] }
export interface Definition {
  title: string;
  choices: Record<string, { name: string; label: string }[]>;
  survey: Item[];
}

const asked = (item: Item): boolean => !["group", "note", "calculate", "hidden"].includes(item.type);

export function countQuestions(items: Item[]): number {
  return items.reduce((sum, item) => sum + (item.number ? 1 : 0) + countQuestions(item.children ?? []), 0);
}

function field(item: Item, choices: Definition["choices"]): Field {
  const [type = "", list = ""] = item.type.split(" ");
  if (type !== "select_one") throw new Error(`The first question (${item.name}) has to be a select_one, so that it can be answered at once.`);
  return {
    node: 0, name: item.name, type, number: item.number ?? "", label: item.label ?? "", hint: item.hint ?? "",
    guidance: item.guidance_hint ?? "", appearance: "", required: false, read_only: false, relevant: true,
    choices: choices[list] ?? [], value: null, finding: null,
  };
}

export function firstPage({ survey, choices }: Definition): Page {
  const sections = survey.filter((item) => item.type === "group" && item.label);
  const section = sections[0];
  const item = section?.children?.[0];
  if (!section || section !== survey[0] || !item || !asked(item)) throw new Error("The survey has to begin with a section that begins with a question.");
  const first = field(item, choices);
  return {
    page: item.name, kind: "question", number: first.number, heading: first.label, fields: [first], back: false, notices: [],
    section: { name: section.name, label: section.label ?? "", index: 1, of: sections.length },
  };
}
