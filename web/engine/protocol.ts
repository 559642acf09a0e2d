// What page and worker say to each other. Every request has an id; every request gets exactly one answer with that id.

/// Why an engine call or the opening of the storage failed. `code` is one of the engine's (engine/base/result.h), one of the storage's
/// (storage.ts: "elsewhere", "no_storage" ...) or "crashed": the engine stopped.
export interface Failure { code: string; message: string }

export interface Opening {
  module: WebAssembly.Module;
  definition: string;
  round: string;
  /// Milliseconds to wait for another tab to let go.
  patience: number;
  /// The person chose to carry on without storage.
  memory: boolean;
  /// The one chosen on this device before, or "".
  language: string;
  /// Whose response is opened; "": the one of the link that was opened last, if any.
  link: string;
}

/// `language` and the survey's `title` in it: "" for the survey's own. `refused`: what is wrong with the link; then it was not opened.
export interface Opened { survey: string; round: string; resumed: string; kept: boolean; language: string; title: string; refused: string }

export type Ask =
  | { id: number; do: "open"; opening: Opening }
  | { id: number; do: "call"; command: string; request: string; bytes?: Uint8Array<ArrayBuffer> | undefined }
  | { id: number; do: "close" }
  | { id: number; do: "wipe" }
  | { id: number; do: "rescue" };

export interface SavedFile { name: string; bytes: Uint8Array }

export type Told =
  | { id: number; opened: Opened }
  | { id: number; reply: string; attachment: Uint8Array | null; low: boolean }
  | { id: number; files: SavedFile[] }
  | { id: number; done: true }
  | { id: number; failure: Failure };
