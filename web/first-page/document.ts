// What index.html holds besides its frame: header, start page, first question, footer.
import { html, nothing, type TemplateResult } from "lit-html";
import { contactDetails } from "../components/contact-details.ts";
import { inset, layout, paragraphs, type Languages } from "../components/layout.ts";
import { questionBody } from "../pages/question.ts";
import { startBody } from "../pages/start.ts";
import { surveySpeaks, text } from "../text/text.ts";
import { hrefOf } from "../view.ts";
import { countQuestions, firstPage, inDefault, languagesOf, type Definition } from "./first-question.ts";
import { textOf } from "./template-text.ts";

export interface RoundFile {
  organisation: string;
  promise: string;
  minutes?: number;
  closes?: string;
  contact_name: string;
  contact_email: string;
  other_ways: string;
  demonstration?: boolean;
}

const header = (title: string): TemplateResult => html`<div class="govuk-generic-header">
    <div class="govuk-generic-header__container govuk-width-container">
      <div class="govuk-generic-header__logo">
        <a href="#/start" class="govuk-generic-header__homepage-link"><svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path d="M4 4h24v24H4zm4 5v3h16V9zm0 6v3h16v-3zm0 6v3h10v-3z" fill-rule="evenodd" /></svg>${title}</a>
      </div>
    </div>
  </div>`;

const demonstration = (): TemplateResult => html`<div class="govuk-width-container"><div class="govuk-phase-banner" data-demonstration>
    <p class="govuk-phase-banner__content"><strong class="govuk-tag govuk-phase-banner__content__tag">${text.demonstration}</strong>
      <span class="govuk-phase-banner__text">${text.demonstrationNote}</span></p>
  </div></div>`;

const footer = (): TemplateResult => html`<div class="govuk-width-container"><nav aria-label=${text.footer.label}><ul>
    ${(["privacy", "cookies", "accessibility", "contact"] as const).map((name) => html`<li><a class="govuk-link govuk-link--no-visited-state" href=${hrefOf(name)}>${text.footer[name]}</a></li>`)}
  </ul></nav></div>`;

/// For browsers that cannot run the page.
const otherWays = (round: RoundFile, why: string): TemplateResult => inset(html`<p class="govuk-body"><strong>${why}</strong></p>
  ${paragraphs(round.other_ways)} ${contactDetails(round)}`);

function languages(definition: Definition): Languages {
  const all = languagesOf(definition);
  return { all, now: all[0]! };
}

function startView(definition: Definition, round: RoundFile): TemplateResult {
  const look = {
    title: inDefault(definition, definition.title),
    organisation: round.organisation,
    promise: round.promise,
    questions: countQuestions(definition.survey),
    minutes: round.minutes ?? 0,
    closes: round.closes ? Date.parse(round.closes) : null,
    button: { words: text.start.button, href: hrefOf("q", firstPage(definition).page) },
    kept: true,
    offline: false,
  };
  const above = html`<div id="too-old" hidden>${otherWays(round, text.tooOld)}</div><noscript>${otherWays(round, text.noScript)}</noscript>`;
  return layout({ name: "start", title: look.title, draw: () => startBody(look) }, languages(definition), above);
}

function questionView(definition: Definition): TemplateResult {
  const page = firstPage(definition);
  const draw = (status: TemplateResult) => questionBody({ page, wrong: new Map(), status, change: () => undefined, go: () => undefined });
  const wait = html`<p class="govuk-body" id="wait" role="status" hidden>${text.goOnSoon}</p>`;
  return layout({ name: "question", title: page.heading, back: { href: hrefOf("start") }, placesStatus: true, draw }, languages(definition), nothing, wait);
}

const openingView = (): TemplateResult => layout({
  name: "opening",
  title: text.opening,
  draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${text.opening}</h1><p class="govuk-body">${text.openingNote}</p>
    <div id="could-not-start" role="alert" hidden><h2 class="govuk-heading-m">${text.storage.failedHeading}</h2>
      <p class="govuk-body">${text.storage.failedText}</p><p class="govuk-body"><a class="govuk-link" href=".">${text.storage.retry}</a></p></div>`,
});

const COLOUR = "#1f4e5f";

/// With it the page can be put among a device's own applications (W3C Web Application Manifest).
export function manifest(definition: Definition): string {
  const name = inDefault(definition, definition.title);
  const icons = [{ src: "icon.svg", sizes: "any" }, { src: "icon.png", sizes: "192x192" }];
  return JSON.stringify({
    id: ".", start_url: ".", name, lang: text.language, icons, display: "standalone", theme_color: COLOUR, background_color: "#ffffff",
  });
}

/// The parts of index.html by the name of their placeholder.
export function parts(definition: Definition, round: RoundFile): Record<string, string> {
  const drawn = (template: unknown) => textOf(html`${template}`);
  const title = inDefault(definition, definition.title);
  surveySpeaks(languagesOf(definition)[0]!);
  return {
    language: text.language,
    title: drawn(title),
    colour: COLOUR,
    skip: drawn(text.skip),
    header: drawn(header(title)),
    banner: round.demonstration ? drawn(demonstration()) : "",
    first: firstPage(definition).page,
    start: drawn(startView(definition, round)),
    question: drawn(questionView(definition)),
    opening: drawn(openingView()),
    footer: drawn(footer()),
  };
}
