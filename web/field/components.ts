// Adds what draws the question types that only fieldwork has to those that every page of questions has.
import { components } from "../components/field.ts";
import { captureComponents } from "./capture/components.ts";
import type { Doors } from "./capture/doors.ts";

export function addComponents(doors: Doors): void {
  Object.assign(components, captureComponents(doors));
}
