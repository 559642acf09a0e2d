// What every page and component of fieldwork is given: the engine, what is open, and how to show itself again.
import type { Autosave } from "../autosave.ts";
import type { Round, Survey } from "../engine/replies.ts";
import type { View } from "../view.ts";
import type { Attaching } from "./attaching.ts";
import type { FieldClient } from "./client.ts";
import type { Interview, Interviewer } from "./replies.ts";

export interface Desk {
  readonly client: FieldClient;
  readonly autosave: Autosave;
  readonly attaching: Attaching;
  readonly survey: Survey;
  readonly round: Round;
  readonly interviewer: Interviewer;
  /// The one that is open.
  interview: Interview | null;
  /// For which results files can be sealed: base64, "" where the hub has named none.
  readonly resultsKey: string;

  /// Goes to a page of fieldwork; `view` is that page if it is already made.
  go(href: string, view?: View, replace?: boolean): Promise<void>;
  redraw(): void;
  isShown(view: View): boolean;
  /// Moves the keyboard to the first match; false if there is none.
  focus(selector: string): boolean;
  /// Runs what calls the engine; what fails is said in the status line.
  guard(action: () => Promise<void>): Promise<void>;
  /// Says it aloud and shows it above the page that is shown or comes next.
  tell(words: string): void;
}
