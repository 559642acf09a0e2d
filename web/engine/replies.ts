// The shapes of the engine's replies, as engine/commands/commands.h documents them. Nothing here is computed by the page.

export type Value = null | string | number | string[];

export interface Question { name: string; number: string; label: string }
export interface Finding { node: number; name: string; code: string; text: string }
export interface LocatedFinding extends Finding { page: string | null; number: string; label: string }
export interface Notice { code: "no_longer_asked" | "asked_again"; because: Question; questions: Question[] }
export interface Choice { name: string; label: string }

export interface Field {
  node: number;
  name: string;
  type: string;
  number: string;
  label: string;
  hint: string;
  guidance: string;
  appearance: string;
  required: boolean;
  read_only: boolean;
  relevant: boolean;
  choices?: Choice[];
  range?: { start: number; end: number; step: number };
  value: Value;
  /// As a person reads it; only of what cannot be changed.
  answer?: string[] | null;
  finding: Finding | null;
}

export interface Page {
  page: string;
  kind: "question" | "questions" | "statement";
  section: { name: string; label: string; index: number; of: number } | null;
  number: string;
  heading: string;
  appearance: string;
  fields: Field[];
  back: boolean;
  notices: Notice[];
}

export interface ResponseInfo {
  id: string;
  survey: string;
  status: "draft" | "finished";
  created: number;
  updated: number;
  finished: number;
  revision: number;
  reference: string;
}

export interface Round {
  id: string;
  organisation: string;
  organisation_short: string;
  opens: number | null;
  closes: number | null;
  promise: string;
  privacy: string;
  contact_name: string;
  contact_email: string;
  lost_link_email: string;
  other_ways: string;
  minutes: number;
  open_to_anyone: boolean;
  demonstration: boolean;
  open: boolean;
}

export interface Survey { id: string; version: string; title: string; questions: number; languages: string[] }

export interface Resumed {
  response: ResponseInfo | null;
  answered: number;
  asked: number;
  at: "start" | "page" | "check" | "finished";
  page: Page | null;
  filled_in_by: string;
}

export interface Link {
  round: string;
  response: string;
  /// What stands behind the page's address in the link.
  fragment: string;
  self_made: boolean;
  name: string;
  organisation: string;
  /// What the hub said of it last.
  status: "" | "open" | "closed" | "not_open" | "ended" | "unknown";
  closes: number | null;
  opened: number;
  waiting: number;
}

export interface Sync {
  status: "nothing" | "draft" | "waiting" | "sent" | "changed" | "refused";
  waiting: number;
  sent: { at: number; reference: string; late: boolean } | null;
  reason: string;
  clock_off_ms: number;
  closed: boolean;
  link_status: Link["status"];
  held_draft: boolean;
}

export interface Version {
  device: string;
  seq: number;
  at: number;
  received: number;
  this_device: boolean;
  current: boolean;
  counts: boolean;
  kind: "submit" | "draft" | "withdraw";
  verdict: "" | "stored" | "held" | "invalid" | "refused";
  reference: string;
  filled_in_by: string;
}

export interface Conflict extends Question {
  page: string;
  mine: string[] | null;
  theirs: string[] | null;
  theirs_at: number;
  theirs_filled_in_by: string;
}

export interface Section {
  name: string;
  label: string;
  status: "completed" | "in_progress" | "not_started" | "problem";
  confirmed: boolean;
  pages: { page: string; number: string; label: string; answered: boolean; problem: boolean }[];
}

export interface CheckSection {
  name: string;
  label: string;
  rows: { page: string; number: string; label: string; read_only: boolean; answer: string[] | null }[];
}

/// One line per command: what its reply carries.
export interface Replies {
  resume: Resumed;
  open_page: { page: Page };
  answer: { saved_at: number | null; revision: number; changed: Field[]; reopened?: boolean };
  continue: { page?: Page; findings?: Finding[]; at?: "check" };
  back: { page?: Page; at?: "start" };
  contents: { sections: Section[] };
  confirm_section: { sections: Section[] };
  check: { sections: CheckSection[]; findings: LocatedFinding[]; hidden: Question[] };
  finish: { findings?: LocatedFinding[]; conflicts?: Conflict[]; finished_at?: number; reference?: string; response?: ResponseInfo };
  responses: { responses: ResponseInfo[] };
  copy: { file: FileInfo };
  results_file: { file: FileInfo; count: number; digest: string };
  language: { title: string; page: Page | null };
  round: { round: Round };
  make_link: Resumed & { link: Link };
  links: { links: Link[] };
  sync_batch: { waiting: number; events: number };
  sync_account: { sync: Sync; merged: Question[]; conflicts: Conflict[]; page?: Page | null; at?: Resumed["at"]; more: boolean };
  sync: { sync: Sync };
  versions: { versions: Version[] };
  version: { version: Version; sections: CheckSection[] };
  bring_back: Resumed;
  conflicts: { conflicts: Conflict[] };
  choose: { saved_at: number; revision: number; conflicts: Conflict[]; page: Page | null };
  filled_in_by: { saved_at: number; revision: number };
  save_to_hub: { waiting: number };
}

export interface FileInfo { name: string; type: string; bytes: number }

export type Command = keyof Replies;
