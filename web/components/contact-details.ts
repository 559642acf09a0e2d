import { html, nothing, type TemplateResult } from "lit-html";
import type { Round } from "../engine/replies.ts";

export const contactDetails = ({ contact_name: name, contact_email: email }: Pick<Round, "contact_name" | "contact_email">): TemplateResult =>
  html`<p class="govuk-body">${name}${name && email ? html`<br />` : nothing}${email ? html`<a class="govuk-link" href="mailto:${email}">${email}</a>` : nothing}</p>`;
