// The response's link and what the hub has of it. All of it is what the engine says; here is only when it is asked.
import type { App } from "../app.ts";
import { EngineError } from "../engine/client.ts";
import type { Conflict, Link, Question, Replies, Sync } from "../engine/replies.ts";
import { freshTexts } from "../rounds.ts";
import { Schedule, type Outcome } from "./schedule.ts";
import { post } from "./transport.ts";

/// How long Send waits to hear what others have sent; it is sent without knowing, if the hub does not answer.
const HEARING = 4_000;
const DAY = 86_400_000;

/// What came from another device while this page is open. restored: there was nothing here before.
export interface News { how: "restored" | "replaced" | "added"; questions: Question[] }

export class Sharing {
  link: Link | null = null;
  sync: Sync | null = null;
  conflicts: Conflict[] = [];
  news: News | null = null;
  /// What is wrong with the link that was in the address; "" if nothing is.
  refused = "";
  /// By the hub's clock, once it has said so.
  private roundOpen = true;
  private readonly schedule = new Schedule({ exchange: () => this.exchange(), changed: () => this.app.redraw() });

  constructor(private readonly app: App) {}

  get sending(): boolean { return this.schedule.sending; }
  /// Why the last try failed and when the next one comes.
  get failed(): Pick<Schedule, "failed" | "next"> { return this.schedule; }

  /// Why nothing can be sent any more.
  get stopped(): "" | "closed" | "link" {
    if (!this.link) return "";
    if (["ended", "unknown"].includes(this.link.status)) return "link";
    return this.sync?.closed || this.link.status === "not_open" || !this.roundOpen ? "closed" : "";
  }

  /// A day or more between the two clocks is said; less is nobody's mistake.
  get clockIsWrong(): boolean { return Math.abs(this.sync?.clock_off_ms ?? 0) > DAY; }

  /// The link as it is handed on; "" without one.
  get address(): string {
    return this.link ? new URL(this.link.fragment, document.baseURI).href : "";
  }

  listen(): void {
    const now = () => void this.now();
    addEventListener("online", now);
    document.addEventListener("visibilitychange", () => document.hidden || now());
    navigator.serviceWorker?.addEventListener("message", now);
  }

  /// After a response was opened, or another one.
  async begin(refused: string): Promise<void> {
    this.refused = refused;
    this.news = null;
    this.roundOpen = true;
    await this.read();
    if (this.link) void this.now();
    if (!this.app.start.texts.ours) void this.renewRound();
  }

  stop(): void {
    this.schedule.stop();
  }

  /// Asks the hub now. Only the tab that has the answers open does.
  async now(): Promise<void> {
    if (this.link && this.app.isOpen) await this.schedule.now();
  }

  /// Hears what others have sent; false if something came that should be seen before this response is sent.
  async hear(): Promise<boolean> {
    const { news } = this;
    if (navigator.onLine) await Promise.race([this.now(), new Promise((late) => setTimeout(late, HEARING))]);
    return this.news === news && this.conflicts.length === 0 && this.stopped === "";
  }

  /// Something was finished that is to be sent. A browser that can do so wakes the page when there is signal again.
  async finished(): Promise<void> {
    await this.read();
    void this.now();
    navigator.serviceWorker?.ready.then((worker) => (worker as Waking).sync?.register("send")).catch(() => undefined);
  }

  /// The state as the engine has it.
  async read(): Promise<void> {
    const { client, round, response } = this.app;
    const { links } = await client.call("links");
    this.link = links.find((link) => link.round === round.id && (!response || link.response === response.id)) ?? null;
    if (!this.link) return void ((this.sync = null), (this.conflicts = []));
    this.sync = (await client.call("sync", { response: this.link.response })).sync;
    this.conflicts = (await client.call("conflicts")).conflicts;
  }

  private async exchange(): Promise<Outcome> {
    try {
      for (;;) {
        const batch = await this.app.client.batch();
        if (!batch) return null;
        const posted = await post(batch);
        if ("failed" in posted) return posted;
        const reply = await this.app.client.call("sync_account", { body: posted.text });
        await this.take(reply);
        if (!reply.more) return null;
      }
    } catch (error) {
      if (error instanceof EngineError) return { failed: "unreachable", after: 0 };
      throw error;
    }
  }

  /// The receipts are stored: from here on it may be said that something is sent.
  private async take(reply: Replies["sync_account"]): Promise<void> {
    const before = this.stopped;
    await this.read();
    if (reply.merged.length > 0) await this.app.cameIn(reply);
    else if (before !== this.stopped) await this.app.refresh();
    else this.app.redraw();
  }

  /// Dates change: a round is extended or closed.
  private async renewRound(): Promise<void> {
    const texts = await freshTexts(this.app.round.id).catch(() => null);
    if (!texts || !this.app.isOpen) return;
    this.app.round = (await this.app.client.call("round", JSON.parse(texts.round) as object)).round;
    this.roundOpen = texts.open ?? true;
    await this.app.refresh();
  }
}

type Waking = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };
