import { html, nothing, type TemplateResult } from "lit-html";
import { text } from "../text/text.ts";

export interface Mistake { words: string; href: string; press?: () => void }

/// What is wrong, with a link to the first control of each. The page moves the focus here.
export function errorSummary(mistakes: Mistake[]): TemplateResult | typeof nothing {
  if (mistakes.length === 0) return nothing;
  const item = ({ words, href, press }: Mistake) => html`<li>
    <a href=${href} @click=${(event: Event) => press && (event.preventDefault(), press())}>${words}</a>
  </li>`;
  return html`<div class="govuk-error-summary" tabindex="-1" data-error-summary>
    <div role="alert">
      <h2 class="govuk-error-summary__title">${text.error["heading"]}</h2>
      <div class="govuk-error-summary__body">
        <ul class="govuk-list govuk-error-summary__list">${mistakes.map(item)}</ul>
      </div>
    </div>
  </div>`;
}
