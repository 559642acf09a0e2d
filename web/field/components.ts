// Which component draws which question type that only fieldwork has.
import type { TemplateResult } from "lit-html";
import type { Asked } from "../components/asked.ts";
import { components } from "../components/field.ts";
import type { Desk } from "./desk.ts";

type Component = (asked: Asked) => TemplateResult;

const made: Record<string, (desk: Desk) => Component> = {};

export function addComponents(desk: Desk): void {
  for (const [type, make] of Object.entries(made)) components[type] = make(desk);
}
