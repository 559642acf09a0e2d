// Which component draws which question type that only fieldwork has.
import { components } from "../components/field.ts";
import { captureComponents } from "./capture/components.ts";
import type { Desk } from "./desk.ts";

export function addComponents(desk: Desk): void {
  Object.assign(components, captureComponents({
    interview: () => desk.interview?.response ?? "",
    begin: (node, type) => desk.attaching.begin(node, type),
    stored: (value) => desk.attaching.picture(value),
  }));
}
