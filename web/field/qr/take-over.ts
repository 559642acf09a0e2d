// The page on which a device reads another one's row of QR pictures with its camera and takes the interviews in.
import { html, nothing, type TemplateResult } from "lit-html";
import { EngineError } from "../../engine/client.ts";
import type { View } from "../../view.ts";
import { Camera } from "../capture/camera.ts";
import { live, type Capture } from "../capture/live.ts";
import { button, said, trouble } from "../capture/parts.ts";
import type { FieldClient } from "../client.ts";
import type { FieldReplies } from "../replies.ts";
import { capture } from "../text/capture.ts";
import { checkNumber, unpacked } from "./packing.ts";
import { Collector, type Taken } from "./parts.ts";
import { makeReader } from "./pictures.ts";

const words = capture.takeOver;
/// More numbers than these are not listed.
const MOST_LISTED = 20;

interface Done { reply: FieldReplies["import_results"]; check: string }

class TakeOver implements Capture<FieldClient> {
  private readonly camera: Camera;
  private collector = new Collector();
  private last: Taken = "known";
  private done: Done | null = null;
  private taking = false;
  private mistake = "";
  private client: FieldClient | null = null;

  constructor(private readonly redraw: () => void) {
    this.camera = new Camera(capture.barcode.preview, redraw, (text) => this.seen(text));
  }

  close(): void { this.camera.close(); }

  draw(client: FieldClient): TemplateResult {
    this.client = client;
    const { camera, done, mistake } = this;
    return html`<div class="app-capture" data-have=${this.collector.have} data-count=${this.collector.count}>
      ${said(done ? words.done(done.reply.interviews, done.reply.added, done.reply.present) : this.progress())}
      ${done ? html`<p class="govuk-body">${words.check(done.check)} ${words.kept}</p>` : nothing}
      ${mistake ? trouble(mistake) : camera.trouble ? trouble(capture.camera[camera.trouble]) : this.odd()}
      ${camera.state === "open" ? html`${this.missing()}${camera.video}` : nothing}
      <div class="govuk-button-group">${this.buttons()}</div>
    </div>`;
  }

  private progress(): string {
    if (this.taking) return words.taking;
    if (this.collector.count > 0) return words.have(this.collector.have, this.collector.count);
    return this.camera.state === "open" ? words.waiting : "";
  }

  private missing(): TemplateResult | typeof nothing {
    const { missing } = this.collector;
    if (missing.length === 0 || missing.length > MOST_LISTED) return nothing;
    return html`<p class="govuk-body" data-missing>${words.missing(missing.map((index) => String(index + 1)).join(", "))}</p>`;
  }

  private odd(): TemplateResult | typeof nothing {
    if (this.last === "other_file") return trouble(words.otherFile);
    return this.last === "foreign" ? html`<p class="govuk-body">${words.foreign}</p>` : nothing;
  }

  private buttons(): unknown {
    const { camera } = this, again = button({ words: words.startAgain, press: () => this.startAgain() });
    if (this.taking) return nothing;
    if (this.done) return again;
    const stop = button({ words: words.stop, press: () => (camera.close(), this.redraw()) });
    const asking = camera.state === "asking";
    const start = button({ words: asking ? capture.camera.asking : words.start, press: () => void camera.open(makeReader), look: "", disabled: asking });
    return [camera.state === "open" ? stop : start, this.collector.count > 0 ? again : nothing];
  }

  private startAgain(): void {
    this.collector = new Collector();
    this.last = "known";
    this.done = null;
    this.mistake = "";
    this.redraw();
    void this.camera.open(makeReader);
  }

  private async seen(text: string): Promise<void> {
    const before = this.last;
    this.last = await this.collector.take(text);
    if (this.last === "new" && this.collector.have === this.collector.count) await this.finish();
    else if (this.last !== before || this.last === "new") this.redraw();
  }

  private async finish(): Promise<void> {
    this.camera.close();
    this.taking = true;
    this.redraw();
    this.mistake = await this.takeIn();
    this.taking = false;
    this.redraw();
  }

  /// What is wrong, or "".
  private async takeIn(): Promise<string> {
    const bytes = await this.collector.file().catch(() => null), file = bytes && (await unpacked(bytes));
    if (!file) return words.unreadable;
    try {
      this.done = { reply: await this.client!.call("import_results", {}, file), check: await checkNumber(file) };
      return "";
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return words.refused(error.message);
    }
  }
}

const make = (redraw: () => void): Capture<FieldClient> => new TakeOver(redraw);

export const takeOver = (client: FieldClient, back: View["back"]): View => ({
  name: "take-over",
  title: words.heading,
  back,
  draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${words.heading}</h1>
    <p class="govuk-body">${words.intro}</p>
    ${live(make, "take-over", client)}`,
});
