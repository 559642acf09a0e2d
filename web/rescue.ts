// "Download what I have now": the engine's copy with, in front of it, what was typed and could not be saved.
import type { Unsaved } from "./autosave.ts";
import type { Download } from "./download.ts";
import type { Made } from "./engine/client.ts";
import { text } from "./text/text.ts";

function paragraph(document: Document, name: string, words: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = words;
  element.style.whiteSpace = "pre-wrap";
  return element;
}

function unsavedPart(document: Document, unsaved: Unsaved[]): HTMLElement {
  const part = document.createElement("section");
  part.append(paragraph(document, "h1", text.storage.unsavedHeading));
  for (const { label, name, value } of unsaved) {
    part.append(paragraph(document, "h2", label || name));
    part.append(paragraph(document, "p", Array.isArray(value) ? value.join("\n") : String(value ?? text.check.missing)));
  }
  return part;
}

export function rescueCopy(copy: Made | null, unsaved: Unsaved[], title: string): Download {
  const written = copy ? new TextDecoder().decode(copy.bytes) : "<!doctype html><meta charset=utf-8>";
  const document = new DOMParser().parseFromString(written, "text/html");
  if (!copy) document.title = title;
  document.documentElement.lang ||= text.language;
  if (unsaved.length > 0) document.body.prepend(unsavedPart(document, unsaved));
  return { name: copy?.info.name ?? "my-answers.html", type: "text/html", bytes: `<!doctype html>\n${document.documentElement.outerHTML}` };
}
