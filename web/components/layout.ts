// The frame of a page: Back link, main element, what is said above the page's own text, and the status line under it.
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

export function layout(view: View, above: unknown = nothing, below: unknown = nothing): TemplateResult {
  return html`${view.back ? backLink(view.back) : nothing}
    <main class="govuk-main-wrapper" tabindex="-1" data-page=${view.name}>
      ${above}
      <div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">${view.draw()}</div></div>
      <div data-slot="status">${below}</div>
    </main>`;
}

export const paragraphs = (words: string): TemplateResult[] =>
  words.split(/\n\s*\n/).filter(Boolean).map((paragraph) => html`<p class="govuk-body app-text">${paragraph}</p>`);

export const inset = (inside: unknown): TemplateResult => html`<div class="govuk-inset-text">${inside}</div>`;
