// Keeps the screen awake while an interview is open. The system takes the lock back whenever the page is hidden; it is asked for again when
// the page is seen again.
export type AwakeTrouble = "missing" | "refused";

export class WakeLock {
  trouble: AwakeTrouble | null = null;
  private lock: WakeLockSentinel | null = null;
  private wanted = false;

  /// `changed`: what is known of the trouble changed.
  constructor(private readonly changed: () => void) {
    document.addEventListener("visibilitychange", () => void this.take());
  }

  /// Until release().
  async hold(): Promise<void> {
    this.wanted = true;
    await this.take();
  }

  async release(): Promise<void> {
    this.wanted = false;
    await this.lock?.release();
    this.lock = null;
  }

  private async take(): Promise<void> {
    if (!this.wanted || document.visibilityState !== "visible" || (this.lock && !this.lock.released)) return;
    this.lock = await this.ask();
    if (!this.wanted) await this.release();
  }

  private async ask(): Promise<WakeLockSentinel | null> {
    if (!("wakeLock" in navigator)) return this.tell("missing");
    try {
      const lock = await navigator.wakeLock.request("screen");
      this.tell(null);
      return lock;
    } catch {
      return this.tell("refused");
    }
  }

  private tell(trouble: AwakeTrouble | null): null {
    const news = trouble !== this.trouble;
    this.trouble = trouble;
    if (news) this.changed();
    return null;
  }
}
