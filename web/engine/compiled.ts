// The engine's module, compiled.
import wasmUrl from "takestock-wasm?url";

/// Compiles while it arrives; where a server calls the file something else than application/wasm, after it has arrived.
export async function compiled(): Promise<WebAssembly.Module> {
  const response = await fetch(wasmUrl);
  if (!response.ok) throw new Error(`${wasmUrl}: ${response.status}`);
  if (response.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
