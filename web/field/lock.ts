// The passcode: locks fieldwork when the device is not touched for a while, and when the page is opened. It keeps people out of the page; it
// does not encrypt what is kept.
import type { Passcode, Settings } from "./settings.ts";

const IDLE = 5 * 60_000;
const ROUNDS = 310_000;
const TRIES = 5, SHORTEST = 30_000, LONGEST = 300_000;
const touches = ["pointerdown", "keydown", "wheel", "touchstart"];

async function digestOf(passcode: string, salt: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(passcode.normalize("NFKC")), "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, key, 256));
}

export async function makePasscode(passcode: string): Promise<Passcode> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt, hash: await digestOf(passcode, salt), wrong: 0, waitUntil: 0 };
}

/// From the fifth wrong try on, each waits twice as long.
const waitAfter = (wrong: number): number => (wrong < TRIES ? 0 : Math.min(LONGEST, SHORTEST * 2 ** (wrong - TRIES)));

interface Doors {
  readonly settings: Settings;
  keep(): Promise<void>;
  /// After it was locked.
  locked(): void;
}

export class Lock {
  locked = false;
  private touched = Date.now();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly doors: Doors) {}

  listen(): void {
    for (const touch of touches) addEventListener(touch, () => this.touch(), { capture: true, passive: true });
    document.addEventListener("visibilitychange", () => this.look());
    this.touch();
  }

  /// Where there is a passcode.
  now(): void {
    if (this.locked || !this.doors.settings?.passcode) return;
    this.locked = true;
    this.doors.locked();
  }

  /// Milliseconds until the next try is allowed.
  get wait(): number { return Math.max(0, (this.doors.settings.passcode?.waitUntil ?? 0) - Date.now()); }

  /// Whether it is the passcode. A wrong one is remembered before that is said.
  async try(typed: string): Promise<boolean> {
    const { passcode } = this.doors.settings;
    if (!passcode) return true;
    if (this.wait > 0) return false;
    const hash = await digestOf(typed, passcode.salt);
    const right = hash.reduce((differing, byte, i) => differing | (byte ^ passcode.hash[i]!), 0) === 0;
    passcode.wrong = right ? 0 : passcode.wrong + 1;
    passcode.waitUntil = right ? 0 : Date.now() + waitAfter(passcode.wrong);
    await this.doors.keep();
    return right;
  }

  async unlock(typed: string): Promise<boolean> {
    if (!(await this.try(typed))) return false;
    this.locked = false;
    this.touch();
    return true;
  }

  private touch(): void {
    this.look();
    this.touched = Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), IDLE + 100);
  }

  /// Timers rest while a device sleeps, so the clock decides.
  private look(): void {
    if (Math.abs(Date.now() - this.touched) >= IDLE) this.now();
  }
}
