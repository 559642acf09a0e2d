import { html } from "lit-html";
import type { App } from "../app.ts";
import { paragraphs } from "../components/layout.ts";
import { text } from "../text/text.ts";
import type { View } from "../view.ts";

export function privacy({ round, origin }: App): View {
  return {
    name: "privacy",
    title: text.privacy.heading,
    back: { href: origin },
    draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${text.privacy.heading}</h1>
      <h2 class="govuk-heading-m">${text.privacy.who}</h2>
      <p class="govuk-body">${round.organisation}</p>
      <h2 class="govuk-heading-m">${text.privacy.promise}</h2>
      ${paragraphs(round.promise)} ${paragraphs(round.privacy)}`,
  };
}
