// Components with something going on while they are shown: a camera, a recorder, a search for the position. One is made when its question
// comes on the page and closed when that goes, or another interview's comes in its place; so nobody sees what another person began.
import { noChange } from "lit-html";
import { AsyncDirective, directive } from "lit-html/async-directive.js";

export interface Capture<Given> {
  draw(given: Given): unknown;
  /// Ends what is going on; it is not drawn again.
  close(): void;
}

/// `redraw` draws that component alone, at once.
export type Make<Given> = (redraw: () => void) => Capture<Given>;

class Live<Given> extends AsyncDirective {
  private capture: Capture<Given> | null = null;
  private make: Make<Given> | null = null;
  private key = "";
  private given: Given | null = null;

  render(make: Make<Given>, key: string, given: Given): unknown {
    if (key !== this.key || make !== this.make) this.close();
    this.make = make;
    this.key = key;
    this.given = given;
    return this.drawn();
  }

  private drawn(): unknown {
    const { make, given } = this;
    if (!make || given === null) return noChange;
    const capture = (this.capture ??= make(() => this.redraw(capture)));
    return capture.draw(given);
  }

  private redraw(capture: Capture<Given>): void {
    if (this.isConnected && this.capture === capture && this.given !== null) this.setValue(capture.draw(this.given));
  }

  private close(): void {
    this.capture?.close();
    this.capture = null;
  }

  protected override disconnected(): void { this.close(); }
  protected override reconnected(): void { this.setValue(this.drawn()); }
}

const anyLive = directive(Live);

/// Draws what `make` makes, one for each `key`.
export const live = <Given>(make: Make<Given>, key: string, given: Given): unknown => anyLive(make as Make<unknown>, key, given);
