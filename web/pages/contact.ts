import { html } from "lit-html";
import type { App } from "../app.ts";
import { contactDetails } from "../components/contact-details.ts";
import { paragraphs } from "../components/layout.ts";
import { text } from "../text/text.ts";
import type { View } from "../view.ts";

export function contact({ round, origin }: App): View {
  return {
    name: "contact",
    title: text.contact.heading,
    back: { href: origin },
    draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${text.contact.heading}</h1>
      <h2 class="govuk-heading-m">${text.contact.help}</h2>
      ${contactDetails(round)}
      <h2 class="govuk-heading-m">${text.otherWays}</h2>
      ${paragraphs(round.other_ways)}`,
  };
}
