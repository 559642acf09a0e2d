// Answers on their way to the device: typing waits a moment, choices do not, and what could not be saved stays here until it can.
import { EngineError } from "./engine/client.ts";
import type { Replies, Value } from "./engine/replies.ts";

const TYPING_PAUSE = 400;

export interface Unsaved { name: string; label: string; value: Value; failed: string | null }

export type Saving =
  | { state: "none" }
  | { state: "saved"; at: number }
  | { state: "failed"; code: string };

interface Doors {
  answer(path: string, value: Value): Promise<Replies["answer"]>;
  /// After every answer that was saved.
  saved(reply: Replies["answer"], name: string): void;
  /// After every change of `saving`, and when something begins to wait.
  changed(): void;
}

export class Autosave {
  saving: Saving = { state: "none" };
  private readonly pending = new Map<string, Unsaved>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<boolean> | null = null;

  constructor(private readonly doors: Doors) {}

  change(name: string, label: string, value: Value, when: "now" | "soon"): void {
    const first = this.pending.size === 0;
    this.pending.set(name, { name, label, value, failed: null });
    if (first) this.doors.changed();
    clearTimeout(this.timer);
    if (when === "now") void this.flush();
    else this.timer = setTimeout(() => void this.flush(), TYPING_PAUSE);
  }

  /// Saves all that waits; false if something is still not saved.
  flush(): Promise<boolean> {
    clearTimeout(this.timer);
    return (this.running ??= this.run());
  }

  /// What is not on the device yet, with the reason if saving was tried.
  unsaved(): Unsaved[] {
    return [...this.pending.values()];
  }

  value(name: string): Unsaved | undefined {
    return this.pending.get(name);
  }

  /// The last time something was saved of the response that is opened.
  remember(at: number | null): void {
    this.saving = at === null ? { state: "none" } : { state: "saved", at };
  }

  /// Not of this answer's making: the whole storage is gone.
  fail(code: string): void {
    this.saving = { state: "failed", code };
    this.doors.changed();
  }

  /// Ends being the running one in the same step in which it finds nothing left, so that no change can slip in between.
  private async run(): Promise<boolean> {
    await Promise.resolve();
    let going = true;
    for (let item = this.next(); item && going; item = this.next()) going = (await this.save(item)) || item.failed === "limit";
    this.running = null;
    return this.pending.size === 0;
  }

  private next(): Unsaved | undefined {
    return this.unsaved().find((item) => item.failed !== "limit");
  }

  private async save(item: Unsaved): Promise<boolean> {
    try {
      const reply = await this.doors.answer(item.name, item.value);
      if (this.pending.get(item.name) === item) this.pending.delete(item.name);
      this.succeed(reply.saved_at);
      this.doors.saved(reply, item.name);
      return true;
    } catch (error) {
      item.failed = error instanceof EngineError ? error.code : "internal";
      this.fail(item.failed);
      return false;
    }
  }

  private succeed(at: number | null): void {
    const failed = this.unsaved().find((item) => item.failed);
    if (failed) return;
    this.remember(at);
    this.doors.changed();
  }
}
