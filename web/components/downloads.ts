// Buttons that make a file in the engine and hand it to the browser.
import { html, nothing, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import { download } from "../download.ts";
import { text } from "../text/text.ts";

export class Downloads {
  private done = "";

  constructor(private readonly app: App) {}

  results(): TemplateResult {
    return html`<button type="button" class="govuk-button" data-download="results" @click=${() => void this.make("results_file", {})}>${text.finished.results}</button>`;
  }

  copies(): TemplateResult {
    return html`<p class="govuk-body">${text.finished.copyText}</p>
      <div class="govuk-button-group">
        ${this.copy("html", text.finished.html)} ${this.copy("docx", text.finished.docx)}
      </div>
      <p class="govuk-body" role="status" data-downloaded>${this.done || nothing}</p>`;
  }

  private copy(format: string, words: string): TemplateResult {
    return html`<button type="button" class="govuk-button govuk-button--secondary" data-download=${format}
      @click=${() => void this.make("copy", { format })}>${words}</button>`;
  }

  private async make(command: "copy" | "results_file", request: object): Promise<void> {
    await this.app.guard(async () => {
      const responses = command === "results_file" && this.app.response ? { responses: [this.app.response.id] } : request;
      const { info, bytes } = await this.app.client.make(command, responses);
      download({ ...info, bytes });
      this.done = text.finished.done(info.name);
      this.app.redraw();
    });
  }
}
