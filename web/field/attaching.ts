// Files that are answers, on their way to the engine and back, in parts: a long recording is never whole in memory a second time.
import { EngineError } from "../engine/client.ts";
import type { Attaching, Doors } from "./capture/doors.ts";
import type { FieldClient } from "./client.ts";
import type { FieldReplies, Interview } from "./replies.ts";

interface Owner { readonly client: FieldClient; readonly interview: Interview | null }

export class Attachments implements Doors {
  /// `saved`: after a file has become the answer to that question.
  constructor(private readonly owner: Owner, private readonly saved: (reply: FieldReplies["attach_end"], node: number) => void) {}

  interview(): string { return this.owner.interview?.response ?? ""; }

  async begin(node: number, type: string): Promise<Attaching> {
    const { client } = this.owner;
    const { attachment } = await client.call("attach", { node, type: type.split(";")[0]!.trim() });
    let size = 0;
    return {
      // An engine that stopped may have stored a part that it is then given once more.
      part: async (bytes) => {
        const stored = await client.call("attach_part", { attachment }, new Uint8Array(await bytes.arrayBuffer()));
        if (stored.bytes !== (size += bytes.size)) throw new EngineError({ code: "crashed", message: "The file was not stored as it is." });
      },
      end: async () => {
        const reply = await client.call("attach_end", { attachment });
        this.saved(reply, node);
        return reply.value;
      },
    };
  }

  stored(value: string): Promise<Blob> { return this.file(value); }

  /// Of the open interview, unless another is named.
  async file(value: string, response = this.interview()): Promise<Blob> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let offset = 0; ; ) {
      const { reply, bytes } = await this.owner.client.withBytes("attachment", { value, offset, response });
      if (bytes) parts.push(bytes);
      offset += bytes?.length ?? 0;
      if (!bytes || offset >= reply.size) return new Blob(parts, { type: reply.type });
    }
  }
}
