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

  call(command: string, request: string): Reply {
    const name = this.copyIn(command);
    const body = this.copyIn(request);
    try {
      const words = this.exports._ts_call(name.at, name.size, body.at, body.size) >>> 2;
      const [json = 0, jsonSize = 0, attachment = 0, attachmentSize = 0] = this.exports.HEAPU32.subarray(words, words + 4);
      return {
        json: decoder.decode(this.exports.HEAPU8.subarray(json, json + jsonSize)),
        attachment: attachmentSize ? this.exports.HEAPU8.slice(attachment, attachment + attachmentSize) : null,
      };
    } finally {
      this.exports._ts_free(name.at);
      this.exports._ts_free(body.at);
    }
  }

  private copyIn(text: string): { at: number; size: number } {
    const bytes = encoder.encode(text);
    const at = this.exports._ts_alloc(Math.max(1, bytes.length));
    this.exports.HEAPU8.set(bytes, at);
    return { at, size: bytes.length };
  }
}
