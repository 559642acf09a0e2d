// What every part of the results page is handed.
import type { Counted, LogLine, Shown } from "./replies.ts";

/// What is asked for. `by`, `rows`, `columns`: names of questions, "" for none; `only`: choices by question.
export interface Asked { by: string; rows: string; columns: string; only: [string, string][] }

export interface Mistake { words: string; href: string }

/// `part`: how much is done, of 1; null where nobody knows.
export interface Progress { words: string; part: number | null }

export interface Desk {
  readonly counted: Counted | null;
  readonly files: string[];
  readonly shown: Shown | null;
  readonly log: LogLine[];
  readonly asked: Asked;
  readonly progress: Progress | null;
  readonly busy: boolean;
  readonly offline: boolean;
  mistake: Mistake | null;
  redraw(): void;
  focus(selector: string): void;
  /// Results files, a round's file, records of what was shown: in any order.
  take(files: File[]): Promise<void>;
  takeRound(id: string, reason: string): Promise<void>;
  chooseSurvey(survey: string): Promise<void>;
  show(asked: Asked): Promise<void>;
  identified(reason: string): Promise<void>;
  save(format: string): Promise<void>;
  saveRecord(): Promise<void>;
  beginAnew(reason: string): Promise<void>;
  close(): Promise<void>;
}
