// What page and worker say to each other. Every request has an id and gets one answer with it; before that, a file tells how far it is.

export interface Failure { code: string; message: string; where: string }

export type Ask =
  | { id: number; do: "start"; module: WebAssembly.Module }
  | { id: number; do: "take"; name: string; file: Blob }
  | { id: number; do: "call"; command: string; request: string };

export type Told =
  | { id: number; done: number; of: number }
  | { id: number; reply: string; attachment: Uint8Array<ArrayBuffer> | null }
  | { id: number; failure: Failure };
