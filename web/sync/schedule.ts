// When the hub is asked: when told to, a while after a try that failed, and now and then while the page is looked at.
import type { Posted } from "./transport.ts";

const SHORTEST = 5_000, LONGEST = 300_000;

/// null: all is done, or there is nothing to do.
export type Outcome = Extract<Posted, { failed: string }> | null;

/// Twice as long each time, up to five minutes, and never for many devices at once; not before the hub said.
export function backOff(failures: number, after: number, chance: number): number {
  const wait = Math.min(LONGEST, SHORTEST * 2 ** (failures - 1));
  return Math.max(after, wait * (0.5 + chance / 2));
}

interface Doors {
  exchange(): Promise<Outcome>;
  /// After every change of what stands here.
  changed(): void;
}

export class Schedule {
  sending = false;
  /// Why the last try failed; "" if it did not.
  failed: "" | "busy" | "unreachable" = "";
  /// When the next try comes by itself.
  next = 0;
  private failures = 0;
  private again = false;
  private running: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly doors: Doors) {}

  /// Settled when the hub has been asked, with what there is at this moment or later.
  now(): Promise<void> {
    this.again = this.running !== null;
    return (this.running ??= this.run());
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    this.stop();
    this.sending = true;
    this.doors.changed();
    try {
      this.settle(await this.exchange());
    } finally {
      this.running = null;
      this.sending = false;
      this.doors.changed();
    }
  }

  private async exchange(): Promise<Outcome> {
    let outcome: Outcome;
    do {
      this.again = false;
      outcome = await this.doors.exchange();
    } while (this.again);
    return outcome;
  }

  private settle(outcome: Outcome): void {
    this.failures = outcome ? this.failures + 1 : 0;
    this.failed = outcome?.failed ?? "";
    const wait = outcome ? backOff(this.failures, outcome.after, Math.random()) : LONGEST;
    this.next = Date.now() + wait;
    this.timer = setTimeout(() => void this.now(), wait);
  }
}
