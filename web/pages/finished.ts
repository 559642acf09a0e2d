// Finished on this device, and what became of it. Nothing here may look as if the response had been sent before the hub's receipt is stored.
import { html, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import { contactDetails } from "../components/contact-details.ts";
import { Downloads } from "../components/downloads.ts";
import { refusedWords } from "../components/status-line.ts";
import { later } from "../text/later.ts";
import { fullDate, text, whenSaved } from "../text/text.ts";
import { hrefOf, type View } from "../view.ts";
import { check } from "./check.ts";

/// A heading and what stands under it.
export interface Outcome { heading: string; body: TemplateResult }

const headed = (heading: string, more: unknown): Outcome => ({ heading, body: html`<h1 class="govuk-heading-l" tabindex="-1">${heading}</h1>${more}` });

/// How to send it without this page.
function byHand({ round }: App, downloads: Downloads): TemplateResult {
  const { contact_email: email } = round;
  const address = html`${later.finished.sendTo}<a class="govuk-link" href="mailto:${email}">${email}</a>.`;
  const steps = [...later.finished.steps, email ? address : later.finished.stepContact];
  return html`<ol class="govuk-list govuk-list--number">${steps.map((step) => html`<li>${step}</li>`)}</ol> ${downloads.results()}`;
}

const copies = (downloads: Downloads): TemplateResult => html`<h2 class="govuk-heading-m">${later.finished.copyHeading}</h2> ${downloads.copies()}`;

function onlyHere(app: App, downloads: Downloads): Outcome {
  const { response, kept } = app;
  return headed(kept ? later.finished.heading : later.finished.headingInMemory, html`
    ${response?.reference ? html`<p class="govuk-body">${later.finished.reference(response.reference)}</p>` : ""}
    <h2 class="govuk-heading-m">${later.finished.next}</h2>
    <p class="govuk-body">${later.finished.notSent}</p>
    ${byHand(app, downloads)} ${copies(downloads)}`);
}

/// Why the last try failed, and when the next one comes.
export function tried({ sharing, round }: App): TemplateResult | "" {
  const { failed, next } = sharing.failed;
  return failed && !sharing.sending ? html`<p class="govuk-body" data-tried>${text.hub[failed](round.organisation_short)} ${text.hub.next(whenSaved(next))}</p>` : "";
}

function waiting(app: App, downloads: Downloads): Outcome {
  const { sharing, kept } = app;
  return headed(text.hub.waitingHeading, html`<p class="govuk-body">${kept ? text.hub.onlyHere : text.hub.onlyThisPage} ${text.hub.waitingText}</p>
    ${tried(app)}
    <button type="button" class="govuk-button" data-send @click=${() => void sharing.now()}>${text.hub.sendNow}</button>
    <h2 class="govuk-heading-m">${text.hub.byEmail}</h2>
    ${byHand(app, downloads)} ${copies(downloads)}`);
}

function sent(app: App, downloads: Downloads): Outcome {
  const { round, sharing } = app;
  const { at, reference, late } = sharing.sync!.sent!;
  const heading = text.hub.sentHeading;
  const body = html`<div class="govuk-panel govuk-panel--confirmation">
      <h1 class="govuk-panel__title" tabindex="-1">${heading}</h1>
      <div class="govuk-panel__body">${text.hub.reference}<br /><strong>${reference}</strong></div>
    </div>
    <p class="govuk-body" data-received>${text.hub.received(round.organisation_short, fullDate(at))} ${late ? text.hub.late : ""}</p>
    <h2 class="govuk-heading-m">${later.finished.whatNext}</h2>
    <p class="govuk-body">${text.hub.nothingToDo} ${sharing.stopped ? "" : text.hub.change(sharing.link?.closes ? fullDate(sharing.link.closes) : "")}</p>
    ${contactDetails(round)} ${copies(downloads)}`;
  return { heading, body };
}

function refused(app: App, downloads: Downloads): Outcome {
  const { reason } = app.sharing.sync!;
  return headed(text.hub.refusedHeading, html`<p class="govuk-body">${refusedWords(reason)}</p>
    <h2 class="govuk-heading-m">${text.hub.otherWay}</h2>
    ${byHand(app, downloads)} ${contactDetails(app.round)} ${copies(downloads)}`);
}

/// What became of the finished response, as far as this device knows.
export function outcome(app: App, downloads: Downloads): Outcome {
  const { link, sync } = app.sharing;
  if (!link || !sync) return onlyHere(app, downloads);
  if (sync.status === "refused") return refused(app, downloads);
  return sync.status === "sent" ? sent(app, downloads) : waiting(app, downloads);
}

export const shareLinks = ({ sharing }: App): TemplateResult | "" =>
  sharing.link ? html`<p class="govuk-body app-actions"><a class="govuk-link" href=${hrefOf("share")}>${text.contents.share}</a><br />
    <a class="govuk-link" href=${hrefOf("versions")}>${later.versions.heading}</a></p>` : "";

export function finished(app: App): View | Promise<View> {
  if (app.response?.status !== "finished") return check(app);
  const downloads = new Downloads(app);
  return {
    name: "finished",
    get title() { return outcome(app, downloads).heading; },
    draw: () => html`${outcome(app, downloads).body}
      <p class="govuk-body app-actions"><a class="govuk-link" href=${hrefOf("response")}>${later.finished.change}</a></p>
      ${shareLinks(app)}`,
  };
}
