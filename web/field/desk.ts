// What every page of fieldwork is given: the engine, what is open, and how to show itself again.
import type { Autosave } from "../autosave.ts";
import type { Round, Survey } from "../engine/replies.ts";
import type { View } from "../view.ts";
import type { Attachments } from "./attaching.ts";
import type { FieldClient } from "./client.ts";
import type { Lock } from "./lock.ts";
import type { FieldReplies, Interview, Interviewer, InterviewOpened } from "./replies.ts";
import type { Sending } from "./sending.ts";
import type { Settings } from "./settings.ts";

/// A page of fieldwork. What it shows may change without its doing: then it is read again.
export interface FieldView extends View {
  /// Something was sent or taken in.
  renew?(): Promise<void>;
  /// The interview that it is about is named above it.
  ofInterview?: boolean;
}

export interface Desk {
  readonly client: FieldClient;
  readonly autosave: Autosave;
  readonly attachments: Attachments;
  readonly sending: Sending;
  readonly lock: Lock;
  readonly settings: Settings;
  readonly survey: Survey;
  readonly round: Round;
  readonly interviewer: Interviewer | null;
  /// The one that is open, and its comments by question.
  interview: Interview | null;
  comments: Record<string, string>;
  /// The address of the question that the open interview was at last.
  readonly place: string | null;
  /// For which results files can be sealed: base64, "" where the hub has named none.
  readonly resultsKey: string;
  /// The browser has agreed to keep what is here; null before it was asked.
  readonly persisted: boolean | null;
  /// Why the screen cannot be kept awake; "" if it can.
  readonly asleep: string;

  /// Goes to a page of fieldwork; `view` is that page if it is already made.
  go(href: string, view?: View, replace?: boolean): Promise<void>;
  /// That page, shown in the place of the one whose address leads to it.
  viewAt(href: string): Promise<FieldView>;
  redraw(): void;
  isShown(view: View): boolean;
  /// Moves the keyboard to the first match; false if there is none.
  focus(selector: string): boolean;
  /// Runs what calls the engine; what fails is said in the status line.
  guard(action: () => Promise<void>): Promise<void>;
  /// Says it aloud and shows it above the page that is shown or comes next.
  tell(words: string): void;
  /// Makes what was changed in `settings` durable.
  keep(): Promise<void>;
  /// Takes up another link; what is wrong with it is said on the page for that.
  openLink(link: string): Promise<void>;
  /// A new interview, at its first question, or at the welcome where the respondent has the device.
  nextInterview(): Promise<void>;
  openInterview(which: { response: string } | { number: number }): Promise<InterviewOpened>;
  /// It is no longer what the pages are about.
  closeInterview(): void;
  /// It was finished just now.
  finished(reply: FieldReplies["finish"]): void;
  translate(language: string): Promise<void>;
  /// To the respondent, who sees this interview only; back to the interviewer; and between: nothing of the interview can be reached any more.
  handOver(): Promise<void>;
  takeBack(): Promise<void>;
  handBack(): Promise<void>;
  /// Takes everything off this device.
  removeEverything(): Promise<void>;
}
