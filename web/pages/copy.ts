// Save a copy while still answering.
import { html } from "lit-html";
import type { App } from "../app.ts";
import { Downloads } from "../components/downloads.ts";
import { later } from "../text/later.ts";
import { text } from "../text/text.ts";
import { hrefOf, type View } from "../view.ts";

export function copy(app: App): View {
  const downloads = new Downloads(app);
  return {
    name: "copy",
    title: later.copy.heading,
    back: { href: hrefOf("contents") },
    draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${later.copy.heading}</h1>
      ${downloads.copies()}
      ${app.response?.status === "finished" ? "" : html`<p class="govuk-body">${later.copy.draft}</p>`}
      ${app.response ? downloads.results() : ""}
      <p class="govuk-body">${text.storage.privateNote}</p>`,
  };
}
