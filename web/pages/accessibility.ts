import { html } from "lit-html";
import type { App } from "../app.ts";
import { contactDetails } from "../components/contact-details.ts";
import { later } from "../text/later.ts";
import type { View } from "../view.ts";

export function accessibility({ round, origin }: App): View {
  const words = later.accessibility;
  return {
    name: "accessibility",
    title: words.heading,
    back: { href: origin },
    draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${words.heading}</h1>
      <p class="govuk-body">${words.aim}</p>
      <ul class="govuk-list govuk-list--bullet">${words.able.map((item) => html`<li>${item}</li>`)}</ul>
      <h2 class="govuk-heading-m">${words.state}</h2>
      <p class="govuk-body">${words.stateText}</p>
      <h2 class="govuk-heading-m">${words.problem}</h2>
      <p class="govuk-body">${words.problemText}</p>
      ${contactDetails(round)}`,
  };
}
