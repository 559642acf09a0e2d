import { html } from "lit-html";
import type { App } from "../app.ts";
import { later } from "../text/later.ts";
import { text } from "../text/text.ts";
import { hrefOf, type View } from "../view.ts";

const lasting = (app: App): string =>
  !app.kept ? later.cookies.memory : app.persisted ? later.cookies.persisted : later.cookies.notPersisted;

export function cookies(app: App): View {
  return {
    name: "cookies",
    title: later.cookies.heading,
    back: { href: app.origin },
    draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${later.cookies.heading}</h1>
      <p class="govuk-body">${later.cookies.none}</p>
      <h2 class="govuk-heading-m">${later.cookies.what}</h2>
      <ul class="govuk-list govuk-list--bullet">${later.cookies.items.map((item) => html`<li>${item}</li>`)}</ul>
      <p class="govuk-body">${later.cookies.why}</p>
      <p class="govuk-body" data-persisted=${String(app.persisted)}>${lasting(app)}</p>
      <p class="govuk-body">${text.storage.privateNote}</p>
      <h2 class="govuk-heading-m">${later.cookies.removeHeading}</h2>
      <p class="govuk-body">${later.cookies.removeText}</p>
      <p><a class="govuk-button govuk-button--secondary" role="button" draggable="false" href=${hrefOf("remove")}>${later.cookies.remove}</a></p>`,
  };
}
