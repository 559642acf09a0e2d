// Draws lit-html templates into HTML text, so that the pages in index.html come from the same templates as those in the browser.
// Knows what the start page and a question need: text, attributes, boolean attributes, properties; listeners are left out.
import { nothing } from "lit-html";

interface Template { strings: readonly string[]; values: readonly unknown[] }

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (words: string): string => words.replace(/[&<>"]/g, (character) => escapes[character]!);
const isTemplate = (value: unknown): value is Template => typeof value === "object" && value !== null && "_$litType$" in value;

function child(value: unknown): string {
  if (value === nothing || value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(child).join("");
  return isTemplate(value) ? textOf(value) : escaped(String(value));
}

/// What stands before a value inside a tag: `name=`, `?name=`, `.name=` or `@name=`, perhaps with a quote and the start of the value.
const binding = /\s([?.@]?[\w-]+)=("[^"]*)?$/;

function attribute(name: string, value: unknown): string {
  const plain = name.replace(/^[?.]/, "");
  if (name.startsWith("@") || value === nothing || (value === "" && name.startsWith("."))) return "";
  if (typeof value === "boolean") return value ? ` ${plain}` : "";
  return ` ${plain}="${escaped(String(value))}"`;
}

/// Appends one static part and the value after it; `quoted` says whether the part ends within an attribute's quotes.
function append(before: string, part: string, value: unknown): string {
  const html = before + part;
  const opened = html.lastIndexOf("<") > html.lastIndexOf(">");
  if (!opened) return html + child(value);
  const bound = binding.exec(html);
  if (!bound) return html + escaped(value === nothing ? "" : String(value));
  if (bound[2] !== undefined) return html + escaped(value === nothing ? "" : String(value));
  return html.slice(0, bound.index) + attribute(bound[1]!, value);
}

export function textOf(template: unknown): string {
  const { strings, values } = template as Template;
  const html = values.reduce<string>((before, value, index) => append(before, strings[index]!, value), "");
  return (html + strings.at(-1)!).replace(/\n\s+/g, "\n");
}
