// The engine with the commands of fieldwork.
import { Client } from "../engine/client.ts";
import type { FieldCommand, FieldReplies } from "./replies.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/// Commands whose reply does not wait until where the interview stands is durable.
const moves: readonly FieldCommand[] = ["open_page", "continue", "back"];

export class FieldClient extends Client {
  /// `bytes`: what the command takes beside its request, at most 1 MiB for attach_part.
  override async call<C extends FieldCommand>(command: C, request: object = {}, bytes?: Bytes): Promise<FieldReplies[C]> {
    const { reply } = await this.send(command, request, bytes);
    if (moves.includes(command)) this.keepPlace();
    return reply as FieldReplies[C];
  }

  /// While the page is drawn. Where that fails, so does the next answer, which says why.
  private keepPlace(): void {
    this.send("keep_place", {}).catch(() => {});
  }

  /// A command whose reply comes with bytes: none where it gave none.
  async withBytes<C extends FieldCommand>(command: C, request: object = {}): Promise<{ reply: FieldReplies[C]; bytes: Bytes | null }> {
    const { reply, attachment } = await this.send(command, request);
    return { reply: reply as FieldReplies[C], bytes: attachment && new Uint8Array(attachment) };
  }
}
