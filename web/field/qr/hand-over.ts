// The page on which a device shows finished interviews as a row of QR pictures to another one.
import { html, nothing, type TemplateResult } from "lit-html";
import { EngineError } from "../../engine/client.ts";
import type { View } from "../../view.ts";
import { live, type Capture } from "../capture/live.ts";
import { trouble } from "../capture/parts.ts";
import type { FieldClient } from "../client.ts";
import type { Interview } from "../replies.ts";
import { capture } from "../text/capture.ts";
import { checkNumber, MOST_INTERVIEWS, MOST_PICTURES, packed } from "./packing.ts";
import { Slides } from "./slides.ts";

const words = capture.handOver;
const ALL = 10_000;

interface Ready { interviews: number; texts: string[]; check: string }

class HandOver implements Capture<FieldClient> {
  /// Finished ones, lowest number first; null until they are known.
  private finished: Interview[] | null = null;
  private ready: Ready | null = null;
  private preparing = false;
  private mistake = "";
  private client: FieldClient | null = null;

  constructor(private readonly redraw: () => void) {}

  close(): void { this.ready = null; }

  draw(client: FieldClient): TemplateResult {
    if (!this.client) void this.load((this.client = client));
    const { ready, finished } = this;
    if (!finished) return html`${this.mistake ? trouble(this.mistake) : nothing}`;
    if (finished.length === 0) return html`<p class="govuk-body">${words.none}</p>`;
    return html`${ready ? this.shown(ready) : html`<p class="govuk-body">${words.intro} ${words.kept}</p>`} ${this.form(finished)}`;
  }

  private shown({ interviews, texts, check }: Ready): TemplateResult {
    return html`${live(slides, check, texts)}
      <p class="govuk-body" role="status">${words.ready(interviews, texts.length)} ${words.check(check)}</p>`;
  }

  private form(finished: Interview[]): TemplateResult {
    const last = finished.slice(0, MOST_INTERVIEWS).at(-1)!;
    const bound = (id: string, label: string, value: number) => html`<div class="govuk-form-group">
      <label class="govuk-label" for=${id}>${label}</label>
      <input class="govuk-input govuk-input--width-4" type="text" inputmode="numeric" id=${id} name=${id} autocomplete="off" value=${value} />
    </div>`;
    return html`<form class="app-capture" novalidate @submit=${(event: Event) => this.submit(event, finished)}>
      <fieldset class="govuk-fieldset" aria-describedby="which-hint">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--m"><h2 class="govuk-fieldset__heading">${words.which}</h2></legend>
        <div class="govuk-hint" id="which-hint">${words.whichHint(MOST_INTERVIEWS)}</div>
        ${this.mistake ? trouble(this.mistake) : nothing}
        ${bound("from", words.from, finished[0]!.number)} ${bound("to", words.to, last.number)}
      </fieldset>
      <button class="govuk-button ${this.ready ? "govuk-button--secondary" : ""}" ?disabled=${this.preparing}>${this.preparing ? words.preparing : words.prepare}</button>
    </form>`;
  }

  private submit(event: Event, finished: Interview[]): void {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement), number = (name: string) => Number(data.get(name));
    const chosen = finished.filter((each) => each.number >= number("from") && each.number <= number("to"));
    this.mistake = chosen.length === 0 ? words.noneThere : chosen.length > MOST_INTERVIEWS ? words.tooMany(chosen.length, MOST_INTERVIEWS) : "";
    if (this.mistake) this.redraw();
    else void this.guard(() => this.prepare(chosen));
  }

  private load(client: FieldClient): Promise<void> {
    return this.guard(async () => {
      const { rows } = await client.call("interviews", { limit: ALL });
      this.finished = rows.filter(({ status }) => status !== "draft").reverse();
    });
  }

  private async prepare(chosen: Interview[]): Promise<void> {
    this.ready = null;
    this.redraw();
    const { bytes } = await this.client!.make("results_file", { responses: chosen.map(({ response }) => response) });
    const made = await packed(bytes);
    if ("texts" in made) this.ready = { interviews: chosen.length, texts: made.texts, check: await checkNumber(bytes) };
    else this.mistake = words.tooLong(made.pictures, MOST_PICTURES);
  }

  private async guard(action: () => Promise<void>): Promise<void> {
    this.preparing = true;
    try {
      await action();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.mistake = `${words.failed} ${error.message}`;
    }
    this.preparing = false;
    this.redraw();
    if (this.ready) document.querySelector("h1")?.scrollIntoView();
  }
}

const slides = (redraw: () => void): Slides => new Slides(redraw);
const make = (redraw: () => void): Capture<FieldClient> => new HandOver(redraw);

export const handOver = (client: FieldClient, back: View["back"]): View => ({
  name: "hand-over",
  title: words.heading,
  back,
  draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${words.heading}</h1>
    ${live(make, "hand-over", client)}`,
});
