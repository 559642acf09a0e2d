// The row of pictures, one after the other, going on by itself or by hand. It begins by hand where the person wants no motion.
import { html, nothing, type TemplateResult } from "lit-html";
import { button } from "../capture/parts.ts";
import type { Capture } from "../capture/live.ts";
import { capture } from "../text/capture.ts";
import { modulesOf, pixelsOf } from "./pictures.ts";

const words = capture.handOver;
type Pace = keyof typeof words.paces;
const millis: Record<Pace, number> = { slow: 3000, medium: 1500, fast: 750 };
const MODULE = 4;

export class Slides implements Capture<string[]> {
  private readonly canvas = document.createElement("canvas");
  private texts: string[] = [];
  private index = 0;
  private playing = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  private pace: Pace = "medium";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly redraw: () => void) {
    this.canvas.className = "app-qr";
    this.canvas.setAttribute("role", "img");
  }

  close(): void { clearTimeout(this.timer); }

  draw(texts: string[]): TemplateResult {
    if (texts !== this.texts) {
      this.texts = texts;
      this.show(0);
    }
    const { index, playing } = this, place = words.picture(index + 1, texts.length);
    return html`<div class="app-capture" data-slides>
      ${this.canvas}
      <p class="govuk-body govuk-!-font-weight-bold" data-picture=${index + 1}>${place}</p>
      <p class="govuk-visually-hidden" role="status">${playing ? "" : place}</p>
      <div class="govuk-button-group">
        ${button({ words: playing ? words.pause : words.play, press: () => this.play(!playing), look: "" })}
        ${button({ words: words.back, press: () => this.turn(index - 1) })} ${button({ words: words.next, press: () => this.turn(index + 1) })}
      </div>
      ${this.choosing()}
      <p class="govuk-body">${words.around}</p>
    </div>`;
  }

  private choosing(): TemplateResult {
    const chosen = (event: Event) => this.paced((event.target as HTMLSelectElement).value as Pace);
    const go = () => this.turn(Number((document.getElementById("picture-number") as HTMLInputElement).value) - 1);
    return html`<div class="govuk-form-group">
        <label class="govuk-label" for="pace">${words.pace}</label>
        <select class="govuk-select" id="pace" @change=${chosen}>
          ${(Object.keys(millis) as Pace[]).map((pace) => html`<option value=${pace} ?selected=${pace === this.pace}>${words.paces[pace]}</option>`)}
        </select>
      </div>
      ${this.texts.length < 3 ? nothing : html`<div class="govuk-form-group">
        <label class="govuk-label" for="picture-number">${words.goTo}</label>
        <input class="govuk-input govuk-input--width-4" type="text" inputmode="numeric" id="picture-number" autocomplete="off" />
      </div>
      ${button({ words: words.go, press: go })}`}`;
  }

  private play(playing: boolean): void {
    this.playing = playing;
    this.show(this.index);
    this.redraw();
  }

  private paced(pace: Pace): void {
    this.pace = pace;
    this.show(this.index);
  }

  /// By hand: it stays there.
  private turn(index: number): void {
    if (!Number.isInteger(index)) return;
    this.playing = false;
    this.show((index + this.texts.length) % this.texts.length);
    this.redraw();
  }

  private show(index: number): void {
    clearTimeout(this.timer);
    this.index = index;
    void this.paint(index);
    if (this.playing) this.timer = setTimeout(() => (this.show((index + 1) % this.texts.length), this.redraw()), millis[this.pace]);
  }

  private async paint(index: number): Promise<void> {
    const { data, width, height } = pixelsOf(await modulesOf(this.texts[index]!), MODULE);
    if (index !== this.index) return;
    this.canvas.width = width;
    this.canvas.height = height;
    this.canvas.getContext("2d")!.putImageData(new ImageData(data as Uint8ClampedArray<ArrayBuffer>, width, height), 0, 0);
    this.canvas.setAttribute("aria-label", words.alt(index + 1, this.texts.length));
  }
}
