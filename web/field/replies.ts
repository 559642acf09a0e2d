// The shapes of the engine's replies to the commands of fieldwork, as engine/commands/fieldwork.h documents them.
import type { Replies, Resumed } from "../engine/replies.ts";

export interface Interviewer { round: string; code: string; fragment: string; name: string; status: string; closes: number | null; waiting: number }

export type InterviewStatus = "draft" | "finished" | "sent" | "refused";
export type Outcome = "complete" | "partial" | "refused" | "not_at_home" | "not_eligible" | "ended_early";
export const outcomes: readonly Outcome[] = ["complete", "partial", "refused", "not_at_home", "not_eligible", "ended_early"];

export interface Position { latitude: number; longitude: number; accuracy: number; at: number }

export interface Interview {
  response: string;
  number: number;
  label: string;
  status: InterviewStatus;
  outcome: Outcome | "";
  interviewer: string;
  started: number;
  ended: number;
  updated: number;
  page: string;
  question: number;
  of: number;
  sent: number;
  position: Position | null;
  attachments: number;
}

export interface Counts {
  total: number;
  draft: number;
  finished: number;
  sent: number;
  refused: number;
  unsent: number;
  oldest_unsent: number | null;
  outcomes: Partial<Record<Outcome, number>>;
}

export interface Deletion { response: string; number: number; round: string; at: number; status: InterviewStatus; outcome: Outcome | "" }
export interface OwedFile { response: string; round: string; code: string; value: string; sha256: string; type: string; size: number }
export interface InterviewOpened extends Resumed { interview: Interview; comments: Record<string, string> }

/// One line per command, beside those of every session.
export interface FieldReplies extends Replies {
  interviewer: { interviewer: Interviewer | null };
  interviews: { counts: Counts; found: number; rows: Interview[] };
  begin_interview: InterviewOpened;
  open_interview: InterviewOpened;
  set_outcome: { interview: Interview };
  set_position: { interview: Interview };
  set_label: { interview: Interview };
  comment: { saved_at: number; revision: number; comments: Record<string, string> };
  finish: Replies["finish"] & { interview?: Interview };
  delete_interview: { deletion: Deletion };
  clear_sent: { cleared: number };
  deletions: { deletions: Deletion[] };
  attach: { attachment: number };
  attach_part: { bytes: number };
  attach_end: Replies["answer"] & { value: string };
  attachment: { type: string; size: number; offset: number };
  attachments_owed: { owed: OwedFile[] };
  attachment_sent: object;
  import_results: { interviews: number; added: number; present: number };
}

export type FieldCommand = keyof FieldReplies;
