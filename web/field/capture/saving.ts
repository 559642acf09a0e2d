// Bringing one file to the storage, and showing the one that is there. Nothing is called saved that the storage has not acknowledged.
import { EngineError } from "../../engine/client.ts";
import type { Attaching, Doors } from "./doors.ts";
import { inTurn } from "./turns.ts";

/// What is handed over at once, so that memory never holds a long file twice.
const PART_BYTES = 256 * 1024;

export class Saving {
  state: "idle" | "saving" | "failed" = "idle";
  percent = 0;
  /// The code of what went wrong, as EngineError has it.
  code = "";
  private again: (() => void) | null = null;
  /// Whose answer it is to be.
  private readonly interview: string;

  constructor(private readonly doors: Doors, private readonly redraw: () => void) { this.interview = doors.interview(); }

  /// Resolves to whether all went well; a file that turns out to be none is left.
  async save(node: number, file: Blob | Promise<Blob | null>): Promise<boolean> {
    this.again = () => void this.save(node, file);
    return this.watch(inTurn(async () => {
      const blob = await file;
      if (blob) await this.store(node, blob);
    }));
  }

  /// As Doors::begin(), of the interview that was open when this was made and of no other.
  async begin(node: number, type: string): Promise<Attaching> {
    if (this.doors.interview() === this.interview) return this.doors.begin(node, type);
    throw new EngineError({ code: "bad_state", message: "Another interview is open now." });
  }

  /// Follows something that is brought to the storage; `retry` is what "Try again" does if it fails.
  async watch(work: Promise<void>, retry = this.again): Promise<boolean> {
    this.again = retry;
    this.show("saving", 0);
    try {
      await work;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.code = error.code;
      this.show("failed", 0);
      return false;
    }
    this.again = null;
    this.show("idle", 100);
    return true;
  }

  retry(): void { this.again?.(); }

  /// Forgets what could not be saved.
  drop(): void {
    this.again = null;
    this.show("idle", 0);
  }

  private async store(node: number, blob: Blob): Promise<void> {
    const attaching = await this.begin(node, blob.type);
    for (let at = 0; at < blob.size; at += PART_BYTES) {
      await attaching.part(blob.slice(at, at + PART_BYTES));
      this.show("saving", (100 * Math.min(blob.size, at + PART_BYTES)) / blob.size);
    }
    await attaching.end();
  }

  private show(state: Saving["state"], percent: number): void {
    this.state = state;
    this.percent = percent;
    this.redraw();
  }
}

/// An address in this page of the stored file that is the answer, for as long as it is shown.
export class Stored {
  url = "";
  missing = false;
  private value: string | null = null;

  constructor(private readonly doors: Doors, private readonly redraw: () => void) {}

  show(value: string | null): void {
    if (value === this.value) return;
    this.close();
    this.value = value;
    if (value) void this.load(value);
  }

  close(): void {
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = "";
    this.missing = false;
    this.value = null;
  }

  private async load(value: string): Promise<void> {
    const blob = await this.doors.stored(value).catch((error: unknown) => {
      if (error instanceof EngineError) return null;
      throw error;
    });
    if (this.value !== value) return;
    this.missing = blob === null;
    this.url = blob ? URL.createObjectURL(blob) : "";
    this.redraw();
  }
}
