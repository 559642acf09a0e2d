// Finished on this device. Nothing here may look as if the response had been sent.
import { html, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import { Downloads } from "../components/downloads.ts";
import { text } from "../text/text.ts";
import { hrefOf, type View } from "../view.ts";
import { check } from "./check.ts";

export function sending(app: App, downloads: Downloads): TemplateResult {
  const { contact_email: email } = app.round;
  const address = html`${text.finished.sendTo}<a class="govuk-link" href="mailto:${email}">${email}</a>.`;
  const steps = [...text.finished.steps, email ? address : text.finished.stepContact];
  return html`<h2 class="govuk-heading-m">${text.finished.next}</h2>
    <p class="govuk-body">${text.finished.notSent}</p>
    <ol class="govuk-list govuk-list--number">${steps.map((step) => html`<li>${step}</li>`)}</ol>
    ${downloads.results()}
    <h2 class="govuk-heading-m">${text.finished.copyHeading}</h2>
    ${downloads.copies()}`;
}

export function finished(app: App): View | Promise<View> {
  const { response } = app;
  if (response?.status !== "finished") return check(app);
  const downloads = new Downloads(app);
  const heading = app.kept ? text.finished.heading : text.finished.headingInMemory;
  return {
    name: "finished",
    title: heading,
    draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${heading}</h1>
      ${response.reference ? html`<p class="govuk-body">${text.finished.reference(response.reference)}</p>` : ""}
      ${sending(app, downloads)}
      <p class="govuk-body app-actions"><a class="govuk-link" href=${hrefOf("response")}>${text.finished.change}</a></p>`,
  };
}
