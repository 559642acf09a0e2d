// barcode: scanned with the camera where the browser can, and always to be typed.
import { html, nothing, type TemplateResult } from "lit-html";
import { describedBy, error, group, hint, idOf, label, type Asked } from "../../components/asked.ts";
import { makeBarcodeReader, readsBarcodes } from "../qr/pictures.ts";
import { capture } from "../text/capture.ts";
import { Camera } from "./camera.ts";
import type { Doors } from "./doors.ts";
import { live, type Capture } from "./live.ts";
import { belonging, button, said, trouble, valueOf } from "./parts.ts";

const words = capture.barcode;

class Barcode implements Capture<Asked> {
  private readonly camera: Camera;
  private asked: Asked | null = null;
  private found = "";
  private onlyQr = false;

  constructor(private readonly redraw: () => void) {
    this.camera = new Camera(words.preview, redraw, (text) => this.seen(text));
    void this.learn();
  }

  close(): void { this.camera.close(); }

  draw(asked: Asked): TemplateResult {
    this.asked = asked;
    const { field, change } = asked, { found } = this;
    const typed = (event: Event) => change((event.target as HTMLInputElement).value || null, "soon");
    return group(asked, html`<div class="app-capture">${label(asked)} ${hint(asked, words.hint)} ${error(asked)}
      <input class="govuk-input ${asked.error ? "govuk-input--error" : ""}" type="text" spellcheck="false" autocomplete="off" id=${idOf(field)}
        name=${field.name} aria-describedby=${describedBy(asked, words.hint) ?? nothing} .value=${valueOf(asked)} @input=${typed} />
      ${said(found && found === valueOf(asked) ? words.found(found) : "")}
      ${this.scanning(asked)}</div>`);
  }

  private scanning(asked: Asked): TemplateResult {
    const { camera } = this, of = belonging(asked);
    if (camera.state !== "open") return this.start(camera.state === "asking", of);
    return html`<p class="govuk-body" role="status">${words.point}</p>${camera.video}
      ${button({ words: words.stop, press: () => (camera.close(), this.redraw()), ...of })}`;
  }

  private start(asking: boolean, of: { of?: string }): TemplateResult {
    const { camera, onlyQr } = this, open = () => void camera.open(makeBarcodeReader);
    return html`${camera.trouble ? trouble(capture.camera[camera.trouble]) : nothing}
      ${button({ words: asking ? capture.camera.asking : words.scan, press: open, disabled: asking, ...of })}
      ${onlyQr ? html`<p class="govuk-hint">${words.onlyQr}</p>` : nothing}`;
  }

  private seen(text: string): void {
    this.found = text;
    this.camera.close();
    this.asked?.change(text, "now");
    this.redraw();
  }

  private async learn(): Promise<void> {
    this.onlyQr = !(await readsBarcodes());
    this.redraw();
  }
}

const make = (redraw: () => void): Capture<Asked> => new Barcode(redraw);

export const barcodeQuestion = (doors: Doors) => (asked: Asked): TemplateResult =>
  html`${live(make, `${doors.interview()}/${asked.field.name}`, asked)}`;
