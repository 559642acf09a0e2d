// What the components here need of the page that they are on. They are drawn with lit-html in GOV.UK's markup, beside those of web/components.
import type { Begun } from "../attaching.ts";

/// All of them reject with EngineError where the engine or the storage says no.
export interface Doors {
  /// Which interview is open: what is going on for one is never shown in another.
  interview(): string;
  /// Begins a file that is to answer this question; `type` is "image/jpeg", "audio/webm" ...
  begin(node: number, type: string): Promise<Begun>;
  /// The file that is the answer `value`, from the storage.
  stored(value: string): Promise<Blob>;
}
