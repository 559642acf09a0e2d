// Files that are answers, on their way to the engine and back, in parts: a long recording is never whole in memory a second time.
import { EngineError } from "../engine/client.ts";
import type { FieldClient } from "./client.ts";
import type { FieldReplies } from "./replies.ts";

const PART = 1 << 20;

/// A part is on the device when its promise resolves; only then the next may be given. All fail with an EngineError: then the
/// answer is what it was.
export interface Begun {
  /// How many bytes are on the device now.
  part(bytes: Blob): Promise<number>;
  /// It is whole and is the answer from now on: the answer's value.
  end(): Promise<string>;
}

export class Attaching {
  /// `saved`: after the file has become the answer.
  constructor(private readonly client: FieldClient, private readonly saved: (reply: FieldReplies["attach_end"]) => void) {}

  /// Begins a file that is to be the answer to that question of the open interview, by its node or its path. What was begun before and has not
  /// ended is given up.
  async begin(question: number | string, type: string): Promise<Begun> {
    const which = typeof question === "number" ? { node: question } : { path: question };
    const { attachment } = await this.client.call("attach", { ...which, type: type.split(";")[0]!.trim() });
    let size = 0;
    return {
      part: async (bytes) => {
        for (let at = 0; at < bytes.size; at += PART) size = await this.add(attachment, bytes.slice(at, at + PART), size);
        return size;
      },
      end: async () => {
        const reply = await this.client.call("attach_end", { attachment });
        this.saved(reply);
        return reply.value;
      },
    };
  }

  /// The same of a whole file. `progress` is told how many of its bytes are on the device.
  async attach(question: number | string, file: Blob, progress: (bytes: number) => void = () => undefined): Promise<string> {
    const begun = await this.begin(question, file.type);
    for (let at = 0; at < file.size; at += PART) progress(await begun.part(file.slice(at, at + PART)));
    return begun.end();
  }

  /// The file of such an answer; of the open interview, unless another is named.
  async picture(value: string, response?: string): Promise<Blob> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let offset = 0; ; ) {
      const { reply, bytes } = await this.client.withBytes("attachment", { value, offset, ...(response ? { response } : {}) });
      if (bytes) parts.push(bytes);
      offset += bytes?.length ?? 0;
      if (!bytes || offset >= reply.size) return new Blob(parts, { type: reply.type });
    }
  }

  /// The new size. A part that an engine stored before it stopped would be there twice when it is asked again.
  private async add(attachment: number, part: Blob, size: number): Promise<number> {
    const { bytes } = await this.client.call("attach_part", { attachment }, new Uint8Array(await part.arrayBuffer()));
    if (bytes !== size + part.size) throw new EngineError({ code: "crashed", message: "The file was not stored as it is." });
    return bytes;
  }
}
