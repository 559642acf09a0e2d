// The round is not open, and nothing was begun on this device.
import { html, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import { contactDetails } from "../components/contact-details.ts";
import { fullDate, text } from "../text/text.ts";
import type { View } from "../view.ts";

export class Closed implements View {
  readonly name = "closed";
  readonly title = text.closed.heading;

  constructor(private readonly app: App) {}

  draw(): TemplateResult {
    const { round, sharing } = this.app;
    const closes = sharing.link?.closes ?? round.closes;
    const over = closes !== null && (sharing.link ? sharing.link.status === "closed" : closes < Date.now());
    return html`<h1 class="govuk-heading-l" tabindex="-1">${text.closed.heading}</h1>
      ${round.opens === null ? "" : html`<p class="govuk-body">${text.closed.opens(fullDate(round.opens))}</p>`}
      ${closes === null ? "" : html`<p class="govuk-body">${text.closed[over ? "closed" : "closes"](fullDate(closes))}</p>`}
      <p class="govuk-body">${text.closed.contact}</p>
      ${contactDetails(round)}`;
  }
}
