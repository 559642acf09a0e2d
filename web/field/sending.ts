// Finished interviews and their files on their way to the hub: at the start, when there is signal again, when the page is looked at again,
// after finishing, and by hand. A few at a time, so that it can be told how far it is, and what was received before a cut stays received.
import { EngineError } from "../engine/client.ts";
import { Schedule, type Outcome } from "../sync/schedule.ts";
import { post } from "../sync/transport.ts";
import type { Attachments } from "./attaching.ts";
import type { FieldClient } from "./client.ts";
import type { OwedFile } from "./replies.ts";
import { upload } from "./uploading.ts";

const AT_ONCE = 8;

export interface Progress { what: "interviews" | "files"; done: number; of: number }
interface Doors {
  readonly client: FieldClient;
  readonly attachments: Attachments;
  readonly isOpen: boolean;
  readonly deviceName: string;
  redraw(): void;
  /// The hub has more than before, or has said something of the link.
  heard(): Promise<void>;
}

export class Sending {
  progress: Progress | null = null;
  /// Of the last time that anything was on its way.
  last: { sent: number; left: number } | null = null;
  refusedFiles = 0;
  lastContact = 0;
  private readonly refused = new Set<string>();
  private readonly schedule: Schedule;

  constructor(private readonly doors: Doors) {
    this.schedule = new Schedule({ exchange: () => this.exchange(), changed: () => doors.redraw() });
  }

  get sending(): boolean { return this.schedule.sending; }
  get failed(): Pick<Schedule, "failed" | "next"> { return this.schedule; }

  listen(): void {
    const now = () => void this.now();
    addEventListener("online", now);
    document.addEventListener("visibilitychange", () => document.hidden || now());
    navigator.serviceWorker?.addEventListener("message", now);
  }

  async now(): Promise<void> {
    if (this.doors.isOpen) await this.schedule.now();
  }

  /// Something was finished. A browser that can do so wakes the page when there is signal again.
  finished(): void {
    void this.now();
    navigator.serviceWorker?.ready.then((worker) => (worker as Waking).sync?.register("send")).catch(() => undefined);
  }

  stop(): void { this.schedule.stop(); }

  private async exchange(): Promise<Outcome> {
    try {
      return (await this.interviews()) ?? (await this.files());
    } catch (error) {
      if (error instanceof EngineError) return { failed: "unreachable", after: 0 };
      throw error;
    } finally {
      this.progress = null;
      await this.doors.heard().catch(() => undefined);
    }
  }

  private async interviews(): Promise<Outcome> {
    const { client, deviceName } = this.doors;
    for (let of = 0; ; ) {
      const { reply, bytes } = await client.withBytes("sync_batch", { links: AT_ONCE, held_by: deviceName });
      if (!bytes) return null;
      of = Math.max(of, reply.waiting);
      this.tell(of, reply.waiting);
      const posted = await post(bytes);
      if ("failed" in posted) return posted;
      const { more } = await client.call("sync_account", { body: posted.text });
      this.lastContact = Date.now();
      const { interviewer } = await client.call("interviewer");
      this.tell(of, interviewer?.waiting ?? 0);
      if (!more) return null;
    }
  }

  private tell(of: number, waiting: number): void {
    if (of === 0) return;
    this.last = { sent: of - waiting, left: waiting };
    this.progress = { what: "interviews", done: Math.min(of, of - waiting + 1), of };
    this.doors.redraw();
  }

  private async files(): Promise<Outcome> {
    for (let done = 0; ; ) {
      const { owed } = await this.doors.client.call("attachments_owed");
      const wanted = owed.filter((file) => !this.refused.has(keyOf(file)));
      if (wanted.length === 0) return null;
      for (const [index, file] of wanted.entries()) {
        this.progress = { what: "files", done: done + index + 1, of: done + wanted.length };
        this.doors.redraw();
        const outcome = await this.file(file);
        if (outcome) return outcome;
      }
      done += wanted.length;
    }
  }

  private async file(file: OwedFile): Promise<Outcome> {
    const body = await this.doors.attachments.file(file.value, file.response).catch(notHere);
    const uploaded = body ? await upload(file, body) : "refused";
    if (typeof uploaded === "object") return uploaded;
    if (uploaded === "sent") await this.doors.client.call("attachment_sent", { response: file.response, value: file.value });
    else this.refused.add(keyOf(file));
    this.refusedFiles = this.refused.size;
    return null;
  }
}

/// It was deleted meanwhile.
function notHere(error: unknown): null {
  if (error instanceof EngineError && error.code === "not_found") return null;
  throw error;
}

const keyOf = ({ response, value }: OwedFile): string => `${response} ${value}`;

type Waking = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };
