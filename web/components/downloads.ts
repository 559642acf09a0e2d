// Buttons that make a file in the engine and hand it to the browser.
import { html, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import { download } from "../download.ts";
import { later } from "../text/later.ts";

type Command = "copy" | "results_file";

export class Downloads {
  /// The name of the last file that each command made.
  private readonly done: Partial<Record<Command, string>> = {};

  constructor(private readonly app: App) {}

  results(): TemplateResult {
    const { response } = this.app;
    const request = response ? { responses: [response.id] } : {};
    return html`${this.button("results_file", request, later.finished.results, "")} ${this.said("results_file")}`;
  }

  copies(): TemplateResult {
    const copy = (format: string, words: string) => this.button("copy", { format }, words, "govuk-button--secondary");
    return html`<p class="govuk-body">${later.finished.copyText}</p>
      <div class="govuk-button-group">${copy("html", later.finished.html)} ${copy("docx", later.finished.docx)}</div>
      ${this.said("copy")}`;
  }

  private button(command: Command, request: object, words: string, look: string): TemplateResult {
    return html`<button type="button" class="govuk-button ${look}" @click=${() => void this.make(command, request)}>${words}</button>`;
  }

  private said(command: Command): TemplateResult {
    const name = this.done[command];
    return html`<p class="govuk-body" role="status" data-downloaded>${name ? later.finished.done(name) : ""}</p>`;
  }

  private async make(command: Command, request: object): Promise<void> {
    await this.app.guard(async () => {
      const { info, bytes } = await this.app.client.make(command, request);
      download({ ...info, bytes });
      this.done[command] = info.name;
      this.app.redraw();
    });
  }
}
