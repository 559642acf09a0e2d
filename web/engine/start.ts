// Fetches the engine and the survey and opens the answers, all at once, as soon as the first page is painted.
import { Client } from "./client.ts";
import { compiled } from "./compiled.ts";
import { roundOf } from "../link.ts";
import { mark } from "../marks.ts";
import { textsOf, type Texts } from "../rounds.ts";
import type { Opened, Opening } from "./protocol.ts";

/// What is opened: whose response or which round, how long to wait for another tab, and whether nothing is kept.
export type Wanted = Pick<Opening, "link" | "patience" | "memory"> & { round?: string };

export class Start {
  readonly client = new Client();
  readonly opened: Promise<Opened>;
  /// What the page is about, as it was opened last.
  texts!: Texts;
  private readonly module = compiled();

  constructor(link: string) {
    this.client.warmUp();
    this.opened = this.open({ link, patience: 1000, memory: false });
    this.opened.catch(() => undefined);
  }

  /// Fails with NoRound or an EngineError.
  async open(wanted: Wanted): Promise<Opened> {
    const [module, texts] = await Promise.all([this.module, textsOf(wanted.round || roundOf(wanted.link))]);
    this.texts = texts;
    const { definition, round } = texts;
    const { link, patience, memory } = wanted;
    return this.client.open({ link, patience, memory, module, definition, round, language: mark("language") });
  }
}
