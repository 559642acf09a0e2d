// Where the device is, from the browser: looked for until it is accurate enough, a minute has passed or the person takes what there is.
export interface Position { latitude: number; longitude: number; altitude: number | null; accuracy: number; at: number }

/// Why there is none: the person or the browser refused, the device cannot tell, a minute passed, this browser cannot.
export type PositionTrouble = "refused" | "unavailable" | "timeout" | "none";

/// Metres. XLSForm's default for taking a position by itself.
const GOOD_ENOUGH = 5;
const PATIENCE = 60_000;
const troubles: Record<number, PositionTrouble> = { 1: "refused", 2: "unavailable", 3: "timeout" };

export class Positioning {
  looking = false;
  trouble: PositionTrouble | null = null;
  /// The most accurate one of this search.
  best: Position | null = null;
  private watch = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: () => void, private readonly taken: (position: Position) => void) {}

  start(): void {
    if (this.looking) return;
    this.best = this.trouble = null;
    if (!navigator.geolocation) return this.end("none");
    this.looking = true;
    this.timer = setTimeout(() => this.end("timeout"), PATIENCE);
    this.watch = navigator.geolocation.watchPosition((found) => this.found(found), ({ code }) => this.failed(code),
      { enableHighAccuracy: true, maximumAge: 0, timeout: PATIENCE });
    this.changed();
  }

  /// Takes the best position so far.
  take(): void {
    const { best } = this;
    if (!best) return;
    this.stop();
    this.best = null;
    this.taken(best);
  }

  stop(): void {
    clearTimeout(this.timer);
    if (this.looking) navigator.geolocation.clearWatch(this.watch);
    this.looking = false;
  }

  /// Forgets the search.
  cancel(): void {
    this.stop();
    this.best = this.trouble = null;
    this.changed();
  }

  private found({ coords, timestamp }: GeolocationPosition): void {
    const { latitude, longitude, altitude, accuracy } = coords;
    if (!this.looking || (this.best && accuracy > this.best.accuracy)) return;
    this.best = { latitude, longitude, altitude, accuracy, at: timestamp };
    if (accuracy <= GOOD_ENOUGH) this.take();
    else this.changed();
  }

  /// What was found stays to be taken.
  private failed(code: number): void {
    const trouble = troubles[code] ?? "unavailable";
    if (this.looking && (trouble === "refused" || !this.best)) this.end(trouble);
  }

  private end(trouble: PositionTrouble): void {
    this.stop();
    this.trouble = this.best && trouble === "timeout" ? null : trouble;
    this.changed();
  }
}
