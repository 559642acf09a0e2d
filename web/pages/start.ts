import { html, nothing, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import { paragraphs } from "../components/layout.ts";
import { fullDate, inSurvey, text } from "../text/text.ts";
import { hrefOf, type View } from "../view.ts";

/// What the start page says; also drawn into the HTML when the page is built.
export interface StartLook {
  title: string;
  organisation: string;
  promise: string;
  questions: number;
  minutes: number;
  closes: number | null;
  button: { words: string; href: string };
  /// False where nothing stays on the device.
  kept: boolean;
  offline: boolean;
  /// Whose link was opened.
  whose?: string;
}

export function startBody(look: StartLook): TemplateResult {
  return html`<p class="govuk-caption-l">${look.organisation}</p>
    <h1 class="govuk-heading-l" tabindex="-1" lang=${inSurvey()}>${look.title}</h1>
    ${look.whose === undefined ? nothing : html`<p class="govuk-body" data-whose>${look.whose && html`<strong>${text.start.whose(look.whose)}</strong><br />`}${text.hub.newer}</p>`}
    <p class="govuk-body">${text.start.count(look.questions)} ${look.minutes ? text.start.time(look.minutes) : nothing}</p>
    ${look.closes === null ? nothing : html`<p class="govuk-body">${text.start.closes(fullDate(look.closes))}</p>`}
    <p class="app-needs-script"><a href=${look.button.href} role="button" draggable="false" class="govuk-button" data-start>${look.button.words}</a></p>
    <h2 class="govuk-heading-m">${text.start.keep}</h2>
    <p class="govuk-body">${look.kept ? text.start.keepText : text.storage.carryOnText}</p>
    <p class="govuk-body" data-offline-ready ?hidden=${!look.offline}>${text.start.ready}</p>
    <h2 class="govuk-heading-m">${text.start.who}</h2>
    ${paragraphs(look.promise)}
    <p class="govuk-body app-actions"><a class="govuk-link" href=${hrefOf("link")}>${text.link.links}</a><br /><a class="govuk-link" href=${hrefOf("contact")}>${text.otherWays}</a></p>`;
}

function button(app: App): StartLook["button"] {
  const { at, page } = app.resumed;
  if (app.response?.status === "finished") return { words: text.start.see, href: hrefOf("response") };
  if (!app.response) return { words: text.start.button, href: hrefOf("q", app.firstPage) };
  const place = app.place ?? (at === "page" && page ? hrefOf("q", page.page) : hrefOf("check"));
  return { words: text.start.resume, href: place };
}

/// Of an invited person, while nothing is answered on this device.
function whose({ sharing: { link }, response }: App): { whose?: string } {
  if (!link || response) return {};
  return { whose: [link.name, link.organisation].filter(Boolean).join(", ") };
}

export function start(app: App): View {
  const { round, survey } = app;
  return {
    name: "start",
    title: survey.title,
    draw: () => startBody({ ...round, title: survey.title, questions: survey.questions, button: button(app), kept: app.kept, offline: app.updates.offline, ...whose(app) }),
  };
}
