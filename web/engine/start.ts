// Fetches the engine and the survey and opens the answers, all at once, as soon as the first page is painted.
import definitionUrl from "../../surveys/taking-stock/survey.json?url";
import roundUrl from "../../surveys/taking-stock/round.json?url";
import wasmUrl from "takestock-wasm?url";
import { Client } from "./client.ts";
import type { Opened, Opening } from "./protocol.ts";

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
}

/// Compiles while it arrives; where a server calls the file something else than application/wasm, after it has arrived.
async function compiled(): Promise<WebAssembly.Module> {
  const response = await fetch(wasmUrl);
  if (!response.ok) throw new Error(`${wasmUrl}: ${response.status}`);
  if (response.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

export function languageChosen(): string {
  try {
    return localStorage.getItem("takestock-language") ?? "";
  } catch {
    return "";
  }
}

export interface Start {
  client: Client;
  /// What the engine needs besides patience and storage.
  parts: Promise<Pick<Opening, "module" | "definition" | "round">>;
  opened: Promise<Opened>;
}

export function startEngine(): Start {
  const client = new Client();
  client.warmUp();
  const parts = Promise.all([compiled(), textOf(definitionUrl), textOf(roundUrl)]).then(([module, definition, round]) => ({ module, definition, round }));
  const opened = parts.then((ready) => client.open({ ...ready, patience: 1000, memory: false, language: languageChosen() }));
  opened.catch(() => undefined);
  return { client, parts, opened };
}
