// Opens a round on this device: its words, the engine with the interviews, and the link of whoever interviews.
import { compiled } from "../engine/compiled.ts";
import type { Opened } from "../engine/protocol.ts";
import { roundOf } from "../link.ts";
import type { FieldClient } from "./client.ts";
import type { FieldReplies, Interviewer } from "./replies.ts";
import { freshTexts, textsOf, type FieldTexts } from "./rounds.ts";
import type { Settings } from "./settings.ts";

export interface OpenedRound { opened: Opened; texts: FieldTexts; interviewer: Interviewer }

export class Opener {
  private readonly module = compiled();
  /// The digest of the questions in use.
  private digest = "";

  constructor(private readonly client: FieldClient) {
    client.warmUp();
    this.module.catch(() => undefined);
  }

  /// The link's round, else the one that was used last; null where there is neither. Fails with NoRound or an EngineError: bad_text or
  /// not_found where the link is none for fieldwork.
  async open(link: string, { round: last, language }: Settings, patience: number): Promise<OpenedRound | null> {
    const round = roundOf(link) || last;
    if (!round) return null;
    const [module, texts] = await Promise.all([this.module, textsOf(round)]);
    const { definition, round: words, digest } = texts;
    const opened = await this.client.open({ module, definition, round: words, language, patience, link: "", memory: false });
    this.digest = digest;
    const reply = link ? await this.client.call("interviewer", { text: link, round }) : (JSON.parse(opened.resumed) as FieldReplies["interviewer"]);
    return reply.interviewer && { opened, texts, interviewer: reply.interviewer };
  }

  /// As the hub has it now; null where it cannot be reached.
  async fresh(round: string): Promise<(FieldTexts & { changed: boolean }) | null> {
    const texts = await freshTexts(round).catch(() => null);
    return texts && { ...texts, changed: texts.digest !== this.digest };
  }
}
