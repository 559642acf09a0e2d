// Save or share this response.
import { html, type TemplateResult } from "lit-html";
import type { App } from "../../app.ts";
import { Downloads } from "../../components/downloads.ts";
import { EngineError } from "../../engine/client.ts";
import { later } from "../../text/later.ts";
import { text } from "../../text/text.ts";
import { hrefOf, type View } from "../../view.ts";
import { HandOn } from "./hand-on.ts";
import { link } from "./link.ts";

class Share implements View {
  readonly name = "share";
  readonly title = text.contents.share;
  readonly back: { href: string };
  private readonly handOn: HandOn;
  private readonly downloads: Downloads;
  private by: string;
  private said = "";
  private offered = false;

  constructor(private readonly app: App) {
    this.back = { href: hrefOf(app.response?.status === "finished" ? "response" : "contents") };
    this.handOn = new HandOn(app, app.sharing.address, false);
    this.downloads = new Downloads(app);
    this.by = app.resumed.filled_in_by;
  }

  draw(): TemplateResult {
    const { response } = this.app;
    return html`<h1 class="govuk-heading-l" tabindex="-1">${text.contents.share}</h1>
      <h2 class="govuk-heading-m">${later.share.link}</h2>
      <div class="govuk-warning-text">
        <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
        <strong class="govuk-warning-text__text">${later.share.warning}</strong>
      </div>
      ${this.handOn.draw(later.share.subject(this.app.survey.title), later.share.email, false)}
      ${this.app.takesAnswers ? this.filledIn() : ""}
      ${response?.status === "draft" && this.app.takesAnswers ? this.draft() : ""}
      <h2 class="govuk-heading-m">${later.share.committee}</h2>
      ${this.downloads.copies()}
      <p class="govuk-body">${later.share.fileText}</p>
      ${response ? this.downloads.results() : ""}
      <p class="govuk-body">${text.storage.privateNote}</p>
      <p class="govuk-body app-actions"><a class="govuk-link" href=${hrefOf("versions")}>${later.versions.heading}</a><br />
        <a class="govuk-link" href=${hrefOf("link")}>${text.link.links}</a></p>`;
  }

  private filledIn(): TemplateResult {
    const typed = (event: Event) => (this.by = (event.target as HTMLInputElement).value);
    return html`<h2 class="govuk-heading-m">${later.share.colleague}</h2>
      <form novalidate @submit=${(event: Event) => (event.preventDefault(), void this.saveName())}>
        <div class="govuk-form-group">
          <label class="govuk-label" for="by">${later.share.by}</label>
          <div class="govuk-hint" id="by-hint">${later.share.byHint}</div>
          <input class="govuk-input" id="by" maxlength="200" autocomplete="name" aria-describedby="by-hint" .value=${this.by} @input=${typed} />
        </div>
        <button type="submit" class="govuk-button govuk-button--secondary" data-by>${later.share.save}</button>
        <p class="govuk-body" role="status" data-said>${this.said}</p>
      </form>`;
  }

  private async saveName(): Promise<void> {
    const name = this.by.trim();
    await this.app.guard(async () => {
      const refused = await this.app.client.call("filled_in_by", { text: name }).then(() => "", refusal);
      this.app.resumed.filled_in_by = refused ? this.app.resumed.filled_in_by : name;
      this.said = refused || later.share.saved;
      await this.app.reread();
      this.app.redraw();
    });
  }

  private draft(): TemplateResult {
    const { sharing, round } = this.app;
    const held = sharing.sync?.held_draft;
    return html`<h2 class="govuk-heading-m">${later.share.draft(round.organisation_short)}</h2>
      <p class="govuk-body">${later.share.draftText(round.organisation_short)}</p>
      <button type="button" class="govuk-button govuk-button--secondary" data-save-draft @click=${() => void this.saveDraft()}>${later.share.draft(round.organisation_short)}</button>
      <p class="govuk-body" role="status" data-draft>${this.offered ? (held ? later.share.draftWaiting : later.share.draftSent(round.organisation_short)) : ""}</p>`;
  }

  private async saveDraft(): Promise<void> {
    await this.app.guard(async () => {
      await this.app.autosave.flush();
      await this.app.client.call("save_to_hub");
      await this.app.reread();
      this.offered = true;
      this.app.redraw();
      await this.app.sharing.now();
    });
  }
}

/// A sentence of the engine's about what was typed; anything else is a fault.
function refusal(error: unknown): string {
  if (error instanceof EngineError && ["unsupported", "limit"].includes(error.code)) return error.message;
  throw error;
}

export const share = (app: App): View | Promise<View> => (app.sharing.link ? new Share(app) : link(app));
