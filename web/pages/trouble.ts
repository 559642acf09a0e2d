// The answers cannot be opened. One page for each reason, before anything is typed that could be lost.
import { html, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import { archive } from "../archive.ts";
import { download } from "../download.ts";
import { text } from "../text/text.ts";
import { hrefOf, type View } from "../view.ts";

/// How long another page may take to let go of the answers.
const LETTING_GO = 1000;

export class Trouble implements View {
  readonly name = "trouble";
  readonly title: string;

  constructor(private readonly app: App, private readonly code: string) {
    this.title = { no_storage: text.storage.heading, storage_damaged: text.storage.damagedHeading, unreachable: text.link.noSignalHeading }[code] ?? text.storage.failedHeading;
    if (code === "unreachable") addEventListener("online", () => app.isShown(this) && void app.open(app.reopening(LETTING_GO)), { once: true });
  }

  draw(): TemplateResult {
    return html`<h1 class="govuk-heading-l" tabindex="-1">${this.title}</h1>
      ${this.code === "no_storage" ? this.noStorage() : this.code === "storage_damaged" ? this.damaged() : this.failed()}`;
  }

  private noStorage(): TemplateResult {
    return html`<p class="govuk-body">${text.storage.text}</p>
      <h2 class="govuk-heading-m">${text.storage.other}</h2>
      <p class="govuk-body">${text.storage.otherText}</p>
      <h2 class="govuk-heading-m">${text.storage.carryOn}</h2>
      <p class="govuk-body">${text.storage.carryOnText}</p>
      <button type="button" class="govuk-button" data-memory @click=${() => void this.inMemory()}>${text.storage.carryOn}</button>`;
  }

  private damaged(): TemplateResult {
    return html`<p class="govuk-body">${text.storage.damagedText}</p>
      <div class="govuk-button-group">
        <button type="button" class="govuk-button" data-rescue @click=${() => void this.rescue()}>${text.storage.rescue}</button>
        <a class="govuk-link" href=${hrefOf("remove")} @click=${(event: Event) => this.startAgain(event)}>${text.storage.startAgain}</a>
      </div>`;
  }

  private failed(): TemplateResult {
    const full = this.code === "storage_full", unreachable = this.code === "unreachable";
    const again = () => (unreachable ? void this.app.open(this.app.reopening(LETTING_GO)) : location.reload());
    return html`<p class="govuk-body">${full ? text.reasons.storage_full : unreachable ? text.link.noSignalText : text.storage.failedText}</p>
      <div class="govuk-button-group">
        <button type="button" class="govuk-button" @click=${again}>${text.storage.retry}</button>
        ${full ? html`<button type="button" class="govuk-button govuk-button--secondary" @click=${() => void this.inMemory()}>${text.storage.carryOn}</button>` : ""}
      </div>`;
  }

  private inMemory(): Promise<void> {
    return this.app.open(this.app.reopening(LETTING_GO, true));
  }

  private startAgain(event: Event): void {
    event.preventDefault();
    this.app.askToRemove();
  }

  private async rescue(): Promise<void> {
    const bytes = archive(await this.app.client.rescue(), Date.now());
    download({ name: "saved-answers.tar", type: "application/x-tar", bytes });
  }
}
