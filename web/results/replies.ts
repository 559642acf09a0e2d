// What the engine says (engine/commands/results_session.h).

export interface Choice { name: string; label: string }
export interface Question { name: string; label: string; several: boolean; attribute: boolean; choices: Choice[] }
export interface Counted {
  survey: string; surveys: string[]; title: string; versions: string[]; responses: number; threshold: number; round: boolean; weighted: boolean;
  measures: { name: string; label: string; type: string }[];
  questions: Question[];
}

export interface Head { label: string; part: "answer" | "dont_know" | "skipped" | "not_asked" }
export interface Figures { value: string; base: string; count: string; low: string; high: string }
export interface By { name: string; label: string }
export interface Measure extends Figures { name: string; label: string; type: string; words: string; by: By | null; lines: (Head & Figures)[]; pictures: string[]; map: { pictures: string[] } }
export interface Cell { count: string; share: string }
export interface Table {
  name: string; label: string; by: By | null; several: boolean; weighted: boolean; columns: Head[];
  rows: (Head & { cells: Cell[]; all: Cell })[];
  bases: string[]; skipped: string[]; not_asked: string[]; pictures: string[];
}
export interface LogLine { at: number; reason: string; survey: string; asked: string[] }
export interface Shown { responded: string; identified: boolean; filter: string[]; notes: string[]; pictures: string[]; measures: Measure[]; tables: Table[]; left_out: string[]; log?: LogLine }

export interface Replies {
  forget: object;
  round: { survey: string; id: string; threshold: number };
  count: Counted;
  recall: { recalled: "none" | "same" | "more" | "other"; at: number };
  publish: Shown;
  record: { file: FileInfo };
  save: { file: FileInfo };
}
export type Command = keyof Replies;
export interface FileInfo { name: string; type: string; bytes: number }
