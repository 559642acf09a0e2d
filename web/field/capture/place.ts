// Where an interview takes place: asked of the browser once, when the interviewer wants it.
import { html, nothing, type TemplateResult } from "lit-html";
import { capture } from "../text/capture.ts";
import { searchView } from "./geopoint.ts";
import { live, type Capture } from "./live.ts";
import { button, said, trouble } from "./parts.ts";
import { Positioning, type Position } from "./positioning.ts";

const words = capture.place;

export interface Place {
  /// Which interview is open.
  interview: string;
  position: { latitude: number; longitude: number; accuracy: number } | null;
  /// Resolves to whether it is saved; null takes it away.
  set(position: Position | null): Promise<boolean>;
}

class PlaceView implements Capture<Place> {
  private readonly search: Positioning;
  private place: Place | null = null;
  private failed = false;

  constructor(private readonly redraw: () => void) {
    this.search = new Positioning(redraw, (position) => void this.set(position));
  }

  close(): void { this.search.stop(); }

  draw(place: Place): TemplateResult {
    this.place = place;
    const { position } = place, { search } = this;
    return html`<section class="app-capture">
      <h2 class="govuk-heading-s">${words.heading}</h2>
      ${said(position ? capture.position.recorded(position.latitude, position.longitude, position.accuracy) : "")}
      ${this.failed ? trouble(words.failed) : nothing}
      ${searchView(search, words)}
      ${position ? button({ words: words.remove, press: () => void this.set(null) }) : this.ask()}
    </section>`;
  }

  private ask(): TemplateResult | typeof nothing {
    if (this.search.looking) return nothing;
    return html`<p class="govuk-body">${words.ask}</p>${button({ words: capture.position.record, press: () => this.search.start() })}`;
  }

  private async set(position: Position | null): Promise<void> {
    this.failed = !(await this.place!.set(position));
    this.redraw();
  }
}

const make = (redraw: () => void): Capture<Place> => new PlaceView(redraw);

export const placeView = (place: Place): unknown => live(make, place.interview, place);
