// Adds what draws the question types that only fieldwork has, and what is said of wrong answers to them, to what every page of questions has.
import { components } from "../components/field.ts";
import { text } from "../text/text.ts";
import { captureComponents } from "./capture/components.ts";
import type { Doors } from "./capture/doors.ts";
import { capture } from "./text/capture.ts";

export function addComponents(doors: Doors): void {
  Object.assign(components, captureComponents(doors));
  Object.assign(text.error, capture.error);
}
