// The frame of a page: Back link, main element, what is said above the page's own text, and the status line.
import { html, nothing, type TemplateResult } from "lit-html";
import { nameOf, text } from "../text/text.ts";
import { hrefOf, type View } from "../view.ts";

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

/// The survey's languages, with the one in use not a link.
export interface Languages { all: string[]; now: string }

function languageLinks({ all, now }: Languages): TemplateResult | typeof nothing {
  if (all.length < 2) return nothing;
  const link = (language: string) => html`<a class="govuk-link govuk-link--no-visited-state" href=${hrefOf("language", language)} lang=${language}
    hreflang=${language} data-language>${nameOf(language)}</a>`;
  return html`<nav class="app-languages" aria-label=${text.languages}>
    ${all.map((language) => (language === now ? html`<span lang=${language} aria-current="true">${nameOf(language)}</span> ` : html`${link(language)} `))}
  </nav>`;
}

const slot = (status: unknown): TemplateResult => html`<div data-slot="status">${status}</div>`;

export function layout(view: View, languages: Languages | null = null, above: unknown = nothing, status: unknown = nothing): TemplateResult {
  return html`${languages ? languageLinks(languages) : nothing}
    ${view.back ? backLink(view.back) : nothing}
    <main class="govuk-main-wrapper" tabindex="-1" data-page=${view.name}>
      ${above}
      ${view.draw(slot(status))}
      ${view.placesStatus ? nothing : slot(status)}
    </main>`;
}

export const paragraphs = (words: string): TemplateResult[] =>
  words.split(/\n\s*\n/).filter(Boolean).map((paragraph) => html`<p class="govuk-body app-text">${paragraph}</p>`);

export const inset = (inside: unknown): TemplateResult => html`<div class="govuk-inset-text">${inside}</div>`;
