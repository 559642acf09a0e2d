// Before anything is opened: where files are chosen, or a round of the hub, and how far it is.
import { html, nothing, type TemplateResult } from "lit-html";
import { form, heading, input, paragraph, submit } from "../field/controls.ts";
import type { Desk, Progress } from "./desk.ts";
import { words } from "./text/text.ts";

const chosen = (desk: Desk) => (event: Event): void => {
  const box = event.target as HTMLInputElement;
  const files = [...(box.files ?? [])];
  box.value = "";
  if (files.length > 0) void desk.take(files);
};

/// The control that opens files; `label` says which.
export const filesView = (desk: Desk, label: string): TemplateResult => html`<div class="govuk-form-group ${desk.mistake?.href === "#files" ? "govuk-form-group--error" : ""}">
  <label class="govuk-label govuk-label--s" for="files">${label}</label>
  <div class="govuk-hint" id="files-hint">${words.open.hint} ${words.open.drop}</div>
  <input class="govuk-file-upload" type="file" id="files" multiple accept=".takestock,.json,.takestock-sealed" aria-describedby="files-hint"
    ?disabled=${desk.busy} @change=${chosen(desk)} /></div>`;

export function progressView({ words: said, part }: Progress): TemplateResult {
  return html`<div class="results-progress" data-progress><label class="govuk-body" for="progress">${said}</label>
    ${part === null ? html`<progress id="progress"></progress>` : html`<progress id="progress" max="1" value=${part}>${words.percent(part)}</progress>`}</div>`;
}

export const openingView = (desk: Desk): TemplateResult => html`${heading(words.open.heading)} ${paragraph(words.open.text)}
  ${filesView(desk, words.open.files)}
  ${desk.progress ? progressView(desk.progress) : nothing}
  <p class="govuk-hint">${words.open.sealed}</p>
  ${desk.offline ? html`<p class="govuk-body" data-offline>${words.open.offline}</p>` : nothing}`;

/// The round of a hub, for whoever is signed in there in this tab.
export class RoundView {
  private reason = "";
  constructor(private readonly desk: Desk, private readonly id: string) {}

  draw(): TemplateResult {
    const { desk } = this;
    const error = desk.mistake?.href === "#reason" ? desk.mistake.words : "";
    return html`${heading(words.round.heading)} ${paragraph(words.round.text(this.id))}
      ${form(html`${input("reason", { label: words.round.reason, hint: words.round.reasonHint, error, value: this.reason }, (typed) => (this.reason = typed))}
        ${submit("take-round", desk.busy ? words.working : words.round.button)}`, () => void desk.takeRound(this.id, this.reason.trim()))}
      ${desk.progress ? progressView(desk.progress) : nothing}
      <p class="govuk-body"><a class="govuk-link" href="../team/">${words.round.team}</a></p>`;
  }
}
