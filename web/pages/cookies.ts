import { html } from "lit-html";
import type { App } from "../app.ts";
import { text } from "../text/text.ts";
import { hrefOf, type View } from "../view.ts";

const lasting = (app: App): string =>
  !app.kept ? text.cookies.memory : app.persisted ? text.cookies.persisted : text.cookies.notPersisted;

export function cookies(app: App): View {
  return {
    name: "cookies",
    title: text.cookies.heading,
    back: { href: app.origin },
    draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${text.cookies.heading}</h1>
      <p class="govuk-body">${text.cookies.none}</p>
      <h2 class="govuk-heading-m">${text.cookies.what}</h2>
      <ul class="govuk-list govuk-list--bullet">${text.cookies.items.map((item) => html`<li>${item}</li>`)}</ul>
      <p class="govuk-body">${text.cookies.why}</p>
      <p class="govuk-body" data-persisted=${String(app.persisted)}>${lasting(app)}</p>
      <p class="govuk-body">${text.storage.privateNote}</p>
      <h2 class="govuk-heading-m">${text.cookies.removeHeading}</h2>
      <p class="govuk-body">${text.cookies.removeText}</p>
      <p><a class="govuk-button govuk-button--secondary" role="button" draggable="false" href=${hrefOf("remove")}>${text.cookies.remove}</a></p>`,
  };
}
