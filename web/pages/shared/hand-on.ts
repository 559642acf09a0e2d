// A link to be handed on: copied, sent by email, kept as a file. It is shown only where copying fails.
import { html, type TemplateResult } from "lit-html";
import type { App } from "../../app.ts";
import { download } from "../../download.ts";
import { later } from "../../text/later.ts";

export class HandOn {
  private said = "";

  constructor(private readonly app: App, private readonly address: string, private readonly shown: boolean) {}

  draw(subject: string, emailWords: string, file: boolean): TemplateResult {
    const mail = `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(`${this.address}\n`)}`;
    return html`${this.shown || this.said === this.address ? html`<p class="govuk-body app-answer" data-link>${this.address}</p>` : ""}
      <div class="govuk-button-group">
        <button type="button" class="govuk-button" data-copy-link @click=${() => void this.copy()}>${later.share.copy}</button>
        <a class="govuk-button govuk-button--secondary" role="button" draggable="false" href=${mail} data-mail>${emailWords}</a>
        ${file ? html`<button type="button" class="govuk-button govuk-button--secondary" @click=${() => this.keep(subject)}>${later.share.download}</button>` : ""}
      </div>
      <p class="govuk-body" role="status" data-copied>${this.said === this.address ? later.share.copyFailed : this.said}</p>`;
  }

  private async copy(): Promise<void> {
    this.said = await navigator.clipboard.writeText(this.address).then(() => later.share.copied, () => this.address);
    this.app.redraw();
  }

  private keep(subject: string): void {
    download({ name: later.share.fileName, type: "text/plain", bytes: `${subject}\n\n${this.address}\n` });
  }
}
