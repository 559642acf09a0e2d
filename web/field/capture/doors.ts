// What the components here need of the page that they are on. They are drawn with lit-html in GOV.UK's markup, beside those of web/components.

/// A file on its way into the storage: each part is durable when the promise resolves, and only then the next may be given.
export interface Attaching {
  part(bytes: Blob): Promise<unknown>;
  /// It has all its parts and is the answer from now on: the answer's value.
  end(): Promise<string>;
}

/// All of them reject with EngineError where the engine or the storage says no.
export interface Doors {
  /// Which interview is open: what is going on for one is never shown in another.
  interview(): string;
  /// Begins a file that is to answer this question; `type` is "image/jpeg", "audio/webm" ...
  begin(node: number, type: string): Promise<Attaching>;
  /// The file that is the answer `value`, from the storage.
  stored(value: string): Promise<Blob>;
}
