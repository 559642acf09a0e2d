// The engine in this worker: UTF-8 JSON in, UTF-8 JSON out, through the module's one call.
import createTakestock, { type Engine as Exports } from "takestock-engine";

export interface Reply { json: string; attachment: Uint8Array | null }

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Engine {
  private constructor(private readonly exports: Exports) {}

  static async make(module: WebAssembly.Module, files: readonly unknown[]): Promise<Engine> {
    return new Engine(await createTakestock({ takestockFiles: files, wasm: module }));
  }

  /// `bytes`: for a command that takes some (engine/commands/fieldwork.h).
  call(command: string, request: string, bytes?: Uint8Array): Reply {
    const name = this.copyIn(encoder.encode(command));
    const body = this.copyIn(encoder.encode(request));
    const handed = bytes && this.copyIn(bytes);
    try {
      if (handed) this.exports._ts_attach(handed.at, handed.size);
      const words = this.exports._ts_call(name.at, name.size, body.at, body.size) >>> 2;
      const [json = 0, jsonSize = 0, attachment = 0, attachmentSize = 0] = this.exports.HEAPU32.subarray(words, words + 4);
      return {
        json: decoder.decode(this.exports.HEAPU8.subarray(json, json + jsonSize)),
        attachment: attachmentSize ? this.exports.HEAPU8.slice(attachment, attachment + attachmentSize) : null,
      };
    } finally {
      this.exports._ts_free(name.at);
      this.exports._ts_free(body.at);
      if (handed) this.exports._ts_free(handed.at);
    }
  }

  private copyIn(bytes: Uint8Array): { at: number; size: number } {
    const at = this.exports._ts_alloc(Math.max(1, bytes.length));
    this.exports.HEAPU8.set(bytes, at);
    return { at, size: bytes.length };
  }
}
