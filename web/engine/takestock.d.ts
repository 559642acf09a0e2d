// The engine as Emscripten makes it (engine/wasm/module.cpp).
declare module "takestock-engine" {
  export interface Engine {
    HEAPU8: Uint8Array;
    HEAPU32: Uint32Array;
    _ts_alloc(size: number): number;
    _ts_free(pointer: number): void;
    /// Fieldwork's module only.
    _ts_attach(bytes: number, size: number): void;
    _ts_call(command: number, commandSize: number, request: number, requestSize: number): number;
  }
  interface Options {
    takestockFiles: readonly unknown[];
    wasm: WebAssembly.Module;
  }
  export default function createTakestock(options: Options): Promise<Engine>;
}
declare module "*?url" {
  const url: string;
  export default url;
}
declare module "takestock-wasm?url" {
  const url: string;
  export default url;
}
