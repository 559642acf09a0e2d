// image with the appearance "signature": drawn, or typed by whoever cannot draw; or the reason why there is none, so that the record says it.
import { html, nothing, type TemplateResult } from "lit-html";
import { fieldset, group, idOf, type Asked } from "../../components/asked.ts";
import { capture } from "../text/capture.ts";
import type { Doors } from "./doors.ts";
import type { Capture, Make } from "./live.ts";
import { Pad, wordsPicture } from "./pad.ts";
import { belonging, button, said, savingView, storedView, trouble, valueOf } from "./parts.ts";
import { Saving, Stored } from "./saving.ts";

const words = capture.signature;
const MOST_LETTERS = 120;

class Signature implements Capture<Asked> {
  private readonly saving: Saving;
  private readonly stored: Stored;
  private pad: Pad | null = null;
  private again = false;
  private mistake = "";

  constructor(doors: Doors, private readonly redraw: () => void) {
    this.saving = new Saving(doors, redraw);
    this.stored = new Stored(doors, redraw);
  }

  close(): void { this.stored.close(); }

  draw(asked: Asked): TemplateResult {
    const value = valueOf(asked), signing = !value || this.again;
    this.stored.show(value || null);
    return group(asked, html`<div class="app-capture">${fieldset(asked, html`
      ${said(value && this.saving.state === "idle" ? words.saved : "")}
      ${this.mistake ? trouble(this.mistake) : nothing}
      ${savingView(this.saving, words.notSaved)}
      ${value ? this.kept(asked) : nothing}
      ${signing ? html`${this.drawing(asked)} ${this.typing(asked)}` : nothing}`)}</div>`);
  }

  private kept(asked: Asked): TemplateResult {
    const of = belonging(asked), id = this.again ? {} : { id: idOf(asked.field) };
    return html`${storedView(this.stored, (url) => html`<img class="app-signature" src=${url} alt=${words.alt(asked.field.label)} />`)}
      <div class="govuk-button-group">
        ${button({ words: words.again, press: () => this.begin(), ...id, ...of })}
        ${button({ words: words.remove, press: () => asked.change(null, "now"), ...of })}
      </div>`;
  }

  private begin(): void {
    this.again = true;
    this.pad?.clear();
    this.redraw();
  }

  private drawing(asked: Asked): TemplateResult {
    const pad = (this.pad ??= new Pad(words.area(asked.field.label), () => this.redraw())), of = belonging(asked);
    const after = (act: () => void) => () => (act(), this.redraw());
    return html`<p class="govuk-body">${words.draw}</p>
      ${pad.canvas}
      <p class="govuk-body" role="status">${words.drawn(pad.count)}</p>
      <div class="govuk-button-group">
        ${button({ words: words.use, press: () => void this.keep(asked, pad.count ? pad.png() : words.blankDrawing), look: "", id: idOf(asked.field), ...of })}
        ${button({ words: words.undo, press: after(() => pad.undo()), ...of })}
        ${button({ words: words.clear, press: after(() => pad.clear()), ...of })}
      </div>`;
  }

  private typing(asked: Asked): TemplateResult {
    const { name, useName, blankName, reason, useReason, blankReason } = words;
    return html`<details class="govuk-details">
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">${words.other}</span></summary>
      <div class="govuk-details__text">
        ${this.line(asked, "name", name, useName, (typed) => (typed ? wordsPicture(typed, "italic") : blankName))}
        ${this.line(asked, "reason", reason, useReason, (typed) => (typed ? wordsPicture(words.notSigned(typed), "normal") : blankReason))}
      </div>
    </details>`;
  }

  private line(asked: Asked, part: string, label: string, use: string, picture: (typed: string) => Promise<Blob> | string): TemplateResult {
    const id = idOf(asked.field, part);
    const press = () => void this.keep(asked, picture((document.getElementById(id) as HTMLInputElement).value.trim()));
    return html`<div class="govuk-form-group">
      <label class="govuk-label" for=${id}>${label}</label>
      <input class="govuk-input" type="text" id=${id} maxlength=${MOST_LETTERS} autocomplete="off" spellcheck="false" />
    </div>
    ${button({ words: use, press, ...belonging(asked) })}`;
  }

  /// A sentence instead of a picture: why there is none.
  private async keep(asked: Asked, picture: Promise<Blob> | string): Promise<void> {
    this.mistake = typeof picture === "string" ? picture : "";
    if (typeof picture === "string") return this.redraw();
    if (!(await this.saving.save(asked.field.node, picture))) return;
    this.again = false;
    this.pad = null;
    this.redraw();
  }
}

export const signature = (doors: Doors): Make<Asked> => (redraw) => new Signature(doors, redraw);
