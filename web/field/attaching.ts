// Files that are answers, on their way to the engine and back, in parts: a long recording is never whole in memory a second time.
import type { FieldClient } from "./client.ts";
import type { FieldReplies } from "./replies.ts";

const PART = 1 << 20;

export class Attaching {
  /// `saved`: after the file has become the answer.
  constructor(private readonly client: FieldClient, private readonly saved: (reply: FieldReplies["attach_end"]) => void) {}

  /// Makes the file the answer to that question of the open interview: by its node or its path. The answer's value; it is on the device when
  /// that comes. `progress` is told how many bytes are. Fails with an EngineError: then the answer is what it was.
  async attach(question: number | string, file: Blob, progress: (bytes: number) => void = () => undefined): Promise<string> {
    const which = typeof question === "number" ? { node: question } : { path: question };
    const { attachment } = await this.client.call("attach", { ...which, type: file.type.split(";")[0]!.trim() });
    for (let at = 0; at < file.size; at += PART) {
      const part = new Uint8Array(await file.slice(at, at + PART).arrayBuffer());
      progress((await this.client.call("attach_part", { attachment }, part)).bytes);
    }
    const reply = await this.client.call("attach_end", { attachment });
    this.saved(reply);
    return reply.value;
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
}
