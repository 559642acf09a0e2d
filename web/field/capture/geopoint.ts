// geopoint: "latitude longitude altitude accuracy" in degrees and metres, as XLSForm has it. One that was typed has 0 for both metres.
import { html, nothing, type TemplateResult } from "lit-html";
import { clear, fieldset, group, idOf, type Asked } from "../../components/asked.ts";
import { capture } from "../text/capture.ts";
import type { Doors } from "./doors.ts";
import { live, type Capture } from "./live.ts";
import { belonging, button, said, trouble, valueOf } from "./parts.ts";
import { Positioning, type Position } from "./positioning.ts";

const words = capture.position;
const ABSENT = "?";

/// Never with an exponent, which XLSForm's form has not.
const decimal = (value: number, digits: number): string => value.toFixed(digits).replace(/\.?0+$/, "");

export const geopointText = ({ latitude, longitude, altitude, accuracy }: Position): string =>
  [decimal(latitude, 7), decimal(longitude, 7), decimal(altitude ?? 0, 1), decimal(accuracy, 1)].join(" ");

/// What was typed, as it was typed: whether it is a place is the engine's to say. Null when both are empty.
export function typedText(latitude: string, longitude: string): string | null {
  const [north, east] = [latitude, longitude].map((part) => part.trim().replace(/\s+/g, "").replace(/^(-?\d+),(\d+)$/, "$1.$2"));
  return north || east ? `${north || ABSENT} ${east || ABSENT} 0 0` : null;
}

interface Parts { latitude: string; longitude: string; accuracy: number; whole: boolean }

export function geopointParts(value: string): Parts {
  const [latitude = "", longitude = "", , accuracy = "0"] = value.split(" ");
  const shown = (part: string) => (part === ABSENT ? "" : part);
  const whole = [latitude, longitude].every((part) => /^[-+]?\d+(\.\d+)?$/.test(part));
  return { latitude: shown(latitude), longitude: shown(longitude), accuracy: Number(accuracy), whole };
}

/// The state of a search in words, with what can be done.
export function searchView(search: Positioning, sentences: Record<string, unknown>, of: { of?: string } = {}): TemplateResult | typeof nothing {
  const { best, looking } = search;
  const use = best ? button({ words: words.use, press: () => search.take(), look: "", ...of }) : nothing;
  if (looking) {
    return html`<p class="govuk-body" role="status">${best ? words.sofar(best.accuracy) : words.looking}</p>
      <div class="govuk-button-group">${use} ${button({ words: words.stop, press: () => search.cancel(), ...of })}</div>`;
  }
  if (search.trouble) return trouble(sentences[search.trouble] as string);
  return best ? html`<p class="govuk-body" role="status">${words.best(best.accuracy)}</p>${use}` : nothing;
}

class Geopoint implements Capture<Asked> {
  private readonly search: Positioning;
  private typed: { value: string | null; latitude: string; longitude: string } | null = null;
  private asked: Asked | null = null;
  private open = false;

  constructor(redraw: () => void) {
    this.search = new Positioning(redraw, (position) => this.asked?.change(geopointText(position), "now"));
  }

  close(): void { this.search.stop(); }

  draw(asked: Asked): TemplateResult {
    this.asked = asked;
    const value = valueOf(asked), parts = geopointParts(value), { search } = this, of = belonging(asked);
    const record = button({ words: value ? words.again : words.record, press: () => search.start(), id: idOf(asked.field), look: value ? "secondary" : "", ...of });
    return group(asked, html`<div class="app-capture">${fieldset(asked, html`
      ${said(parts.whole ? words.recorded(Number(parts.latitude), Number(parts.longitude), parts.accuracy) : "")}
      ${search.looking ? nothing : record}
      ${searchView(search, words, of)}
      ${this.typing(asked, parts)}
      ${value ? clear(asked) : nothing}`)}</div>`);
  }

  /// As it was typed, for as long as it is still the answer.
  private shown(asked: Asked, parts: Parts): { latitude: string; longitude: string } {
    return this.typed && (this.typed.value ?? "") === valueOf(asked) ? this.typed : parts;
  }

  private typing(asked: Asked, parts: Parts): TemplateResult {
    const { field } = asked, shown = this.shown(asked, parts), hintId = idOf(field, "type-hint");
    const part = (name: "latitude" | "longitude") => html`<div class="govuk-form-group">
      <label class="govuk-label" for=${idOf(field, name)}>${words[name]}</label>
      <input class="govuk-input govuk-input--width-10 ${asked.error ? "govuk-input--error" : ""}" type="text" spellcheck="false" autocomplete="off"
        id=${idOf(field, name)} name="${field.name}-${name}" aria-describedby=${hintId} .value=${shown[name]} @input=${() => this.read(asked)} />
    </div>`;
    this.open ||= asked.error !== null || (valueOf(asked) !== "" && parts.accuracy === 0);
    return html`<details class="govuk-details" ?open=${this.open}>
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">${words.type}</span></summary>
      <div class="govuk-details__text"><div class="govuk-hint" id=${hintId}>${words.typeHint}</div>${part("latitude")} ${part("longitude")}</div>
    </details>`;
  }

  private read(asked: Asked): void {
    const of = (name: string) => (document.getElementById(idOf(asked.field, name)) as HTMLInputElement).value;
    const latitude = of("latitude"), longitude = of("longitude"), value = typedText(latitude, longitude);
    this.typed = { value, latitude, longitude };
    asked.change(value, "soon");
  }
}

const make = (redraw: () => void): Capture<Asked> => new Geopoint(redraw);

export const geopointQuestion = (doors: Doors) => (asked: Asked): TemplateResult =>
  html`${live(make, `${doors.interview()}/${asked.field.name}`, asked)}`;
