// The frame of a page: Back link, main element, what is said above the page's own text, and the status line.
import { html, nothing, type TemplateResult } from "lit-html";
import { text } from "../text/text.ts";
import type { View } from "../view.ts";

function backLink(back: NonNullable<View["back"]>): TemplateResult {
  const press = (event: Event) => {
    if (!("press" in back)) return;
    event.preventDefault();
    back.press();
  };
  return html`<nav aria-label=${text.back}>
    <a class="govuk-back-link" href=${"href" in back ? back.href : "#/"} data-back @click=${press}>${text.back}</a>
  </nav>`;
}

const slot = (status: unknown): TemplateResult => html`<div data-slot="status">${status}</div>`;

export function layout(view: View, above: unknown = nothing, status: unknown = nothing): TemplateResult {
  return html`${view.back ? backLink(view.back) : nothing}
    <main class="govuk-main-wrapper" tabindex="-1" data-page=${view.name}>
      ${above}
      ${view.draw(slot(status))}
      ${view.placesStatus ? nothing : slot(status)}
    </main>`;
}

export const paragraphs = (words: string): TemplateResult[] =>
  words.split(/\n\s*\n/).filter(Boolean).map((paragraph) => html`<p class="govuk-body app-text">${paragraph}</p>`);

export const inset = (inside: unknown): TemplateResult => html`<div class="govuk-inset-text">${inside}</div>`;
