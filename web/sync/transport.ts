// The one place from which anything is sent: a batch to the hub and its account back. What it means is the engine's to say.
import { HUB } from "../place.ts";

const PATIENCE = 30_000;

/// busy: the hub asks to wait, `after` milliseconds if it says how long. unreachable: no answer, or one that is not the hub's.
export type Posted = { text: string } | { failed: "busy" | "unreachable"; after: number };

async function gzip(body: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  return new Response(new Blob([body]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
}

/// Seconds or a date.
export function waitOf(header: string | null, now: number): number {
  const seconds = Number(header ?? 0);
  const wait = Number.isNaN(seconds) ? Date.parse(header!) - now : seconds * 1000;
  return wait > 0 ? wait : 0;
}

async function send(body: Uint8Array<ArrayBuffer>): Promise<Response> {
  return fetch(new URL(`${HUB}sync/v1/push`, document.baseURI), {
    method: "POST",
    body: await gzip(body),
    headers: { "Content-Type": "application/x-ndjson", "Content-Encoding": "gzip" },
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(PATIENCE),
  });
}

/// Wireless networks that want a log-in answer everything themselves, with 200 and a page of theirs.
export async function post(body: Uint8Array<ArrayBuffer>): Promise<Posted> {
  try {
    const response = await send(body);
    if (response.ok && response.headers.get("Content-Type")?.startsWith("application/x-ndjson")) return { text: await response.text() };
    const busy = [429, 503].includes(response.status);
    return { failed: busy ? "busy" : "unreachable", after: busy ? waitOf(response.headers.get("Retry-After"), Date.now()) : 0 };
  } catch {
    return { failed: "unreachable", after: 0 };
  }
}
