// Finish on this device: everything goes, and what nobody else has goes only by typing how many.
import { html, nothing, type TemplateResult } from "lit-html";
import { errorSummary } from "../../components/error-summary.ts";
import { hrefOf } from "../../view.ts";
import { form, heading, input, paragraph, submit, warning } from "../controls.ts";
import type { Desk, FieldView } from "../desk.ts";
import { words } from "../text/text.ts";

class Removal implements FieldView {
  readonly name = "remove";
  readonly title = words.device.removeHeading;
  readonly back = { href: hrefOf("device") };
  private typed = "";
  private wrong = "";

  /// `lost`: how many interviews are nowhere else; `taken`: how many came from other devices.
  constructor(private readonly desk: Desk, private readonly lost: number, private readonly taken: number) {}

  get isWrong(): boolean { return this.wrong !== ""; }

  draw(): TemplateResult {
    const { device } = words, { lost } = this;
    const mistakes = this.wrong ? [{ words: this.wrong, href: "#count", press: () => this.desk.focus("#count") }] : [];
    return html`${errorSummary(mistakes)} ${heading(this.title)} ${paragraph(device.removeText)}
      ${lost ? warning(device.removeUnsafe(lost)) : paragraph(device.removeSafe)} ${this.taken ? warning(device.removeTaken(this.taken)) : nothing}
      ${form(html`${lost ? input("count", { label: device.removeNumber(lost), mode: "numeric", small: true, error: this.wrong, value: this.typed }, (typed) => (this.typed = typed)) : nothing}
        <div class="govuk-button-group">${submit("remove", device.remove, "warning")}<a class="govuk-link" href=${hrefOf("device")}>${words.cancel}</a></div>`, () => void this.remove())}`;
  }

  private async remove(): Promise<void> {
    if (this.lost && Number(this.typed.trim() || NaN) !== this.lost) return this.refuse(words.device.removeWrong(this.lost));
    try {
      await this.desk.removeEverything();
    } catch {
      this.refuse(words.device.removeFailed);
    }
  }

  private refuse(why: string): void {
    this.wrong = why;
    this.desk.redraw();
    this.desk.focus("[data-error-summary]");
  }
}

export async function removal(desk: Desk): Promise<FieldView> {
  const { counts } = await desk.client.call("interviews", { limit: 1 });
  const { count } = await desk.client.call("results_file");
  const { rows: drafts } = await desk.client.call("interviews", { status: "draft", limit: 10_000 });
  const own = counts.total - drafts.filter(({ ended }) => ended === 0).length;
  return new Removal(desk, counts.total - counts.sent, Math.max(0, count - own));
}

export const removedPage: FieldView = {
  name: "removed",
  title: words.device.removed,
  draw: () => html`${heading(words.device.removed)} ${paragraph(words.device.removedText)}`,
};
