// Taking in a results file of another device.
import { html, nothing, type TemplateResult } from "lit-html";
import { errorSummary } from "../../components/error-summary.ts";
import { EngineError } from "../../engine/client.ts";
import { hrefOf } from "../../view.ts";
import { form, heading, paragraph, submit } from "../controls.ts";
import type { Desk, FieldView } from "../desk.ts";
import { SEALED_EXTENSION } from "../seal.ts";
import { words } from "../text/text.ts";

class Importing implements FieldView {
  readonly name = "import";
  readonly title = words.carry.import;
  readonly back = { href: hrefOf("carry") };
  private chosen: File | null = null;
  private wrong = "";

  constructor(private readonly desk: Desk) {}

  get isWrong(): boolean { return this.wrong !== ""; }

  draw(): TemplateResult {
    const { carry } = words;
    const mistakes = this.wrong ? [{ words: this.wrong, href: "#file", press: () => this.desk.focus("#file") }] : [];
    return html`${errorSummary(mistakes)} ${heading(this.title)} ${paragraph(carry.importText)}
      ${form(html`<div class="govuk-form-group ${this.wrong ? "govuk-form-group--error" : ""}"><label class="govuk-label" for="file">${carry.importLabel}</label>
        ${this.wrong ? html`<p class="govuk-error-message" id="file-error">${this.wrong}</p>` : nothing}
        <input class="govuk-file-upload" type="file" id="file" aria-describedby=${this.wrong ? "file-error" : nothing}
          @change=${(event: Event) => (this.chosen = (event.target as HTMLInputElement).files?.[0] ?? null)} /></div>
        ${submit("import", carry.importButton)}`, () => void this.take())}`;
  }

  private async take(): Promise<void> {
    this.wrong = this.chosen ? (this.chosen.name.endsWith(SEALED_EXTENSION) ? words.carry.sealedFile : "") : words.carry.noFile;
    if (!this.wrong) await this.desk.guard(() => this.takeIn(this.chosen!));
    this.desk.redraw();
    this.desk.focus(this.wrong ? "[data-error-summary]" : "h1");
  }

  private async takeIn(file: File): Promise<void> {
    try {
      const { present, added } = await this.desk.client.call("import_results", {}, new Uint8Array(await file.arrayBuffer()));
      this.desk.tell(words.carry.imported(present, added));
    } catch (error) {
      if (!(error instanceof EngineError) || !["bad_text", "not_found", "limit"].includes(error.code)) throw error;
      this.wrong = error.message;
    }
  }
}

export const importing = (desk: Desk): FieldView => new Importing(desk);
