// What stands around every page: the head with its navigation, and in words what is on its way to the hub.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Status } from "../components/status-line.ts";
import { whenSaved } from "../text/text.ts";
import { hrefOf } from "../view.ts";
import type { Desk } from "./desk.ts";
import { words } from "./text/text.ts";

/// `here`: the name of the page that is shown; null where there is nowhere to go from it.
export function headView(desk: Desk, here: string | null): TemplateResult {
  const item = (name: string) => html`<li><a class="govuk-link govuk-link--no-visited-state" href=${hrefOf(name)}
    aria-current=${(name || "interviews") === here ? "page" : nothing}>${words.nav[name]}</a></li>`;
  return html`<header><div class="govuk-generic-header"><div class="govuk-generic-header__container govuk-width-container">
      <div class="govuk-generic-header__logo"><span class="govuk-generic-header__homepage-link">${desk.survey?.title ?? words.product}</span></div>
    </div></div></header>
    ${here === null ? nothing : html`<div class="govuk-width-container"><nav class="field-nav" aria-label=${words.pages}><ul>
      ${Object.keys(words.nav).map(item)}
      ${desk.settings.passcode ? html`<li><button type="button" class="app-link-button" data-act="lock" @click=${() => desk.lock.now()}>${words.lockNow}</button></li>` : nothing}
    </ul></nav></div>`}`;
}

/// Why nothing came through, and when it is tried again.
export function failureWords({ sending, round }: Desk): string {
  const { failed, next } = sending.failed;
  if (!failed) return "";
  return `${words.send[failed](round.organisation_short)} ${words.send.next(whenSaved(next))}`;
}

export function sendingWords(desk: Desk): Status {
  const { sending, interviewer, settings } = desk;
  const { progress, last } = sending;
  if (settings.kiosk) return { state: "none", words: "" };
  if (progress) return { state: "sending", words: words.send[progress.what === "files" ? "files" : "now"](progress.done, progress.of) };
  if (!interviewer?.waiting) return { state: "none", words: "" };
  const { failed } = sending.failed;
  const cut = failed && last?.sent ? words.send.cut(last.sent, last.left) : words.send.waiting(interviewer.waiting);
  return { state: "waiting", words: `${cut} ${failureWords(desk)}`.trim() };
}
