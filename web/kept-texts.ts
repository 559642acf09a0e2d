// The hub's words, kept on the device for when there is no signal.
import { HUB, ROUNDS } from "./place.ts";

const PATIENCE = 15_000;

/// unknown: the hub has no such round. unreachable: it is not on this device, and the hub cannot be asked now.
export class NoRound extends Error {
  constructor(readonly code: "unknown" | "unreachable") { super(code); }
}

const urlOf = (path: string): string => new URL(`${HUB}api/v1/${path}`, document.baseURI).href;

/// The cache, or null in a browser that gives this page none.
const kept = (): Promise<Cache | null> => ("caches" in globalThis ? caches.open(ROUNDS).catch(() => null) : Promise.resolve(null));

export async function keptText(path: string): Promise<string | null> {
  return (await (await kept())?.match(urlOf(path)))?.text() ?? null;
}

/// What the hub says now, kept for later. Anything but JSON is not from a hub.
export async function asked(path: string): Promise<string> {
  const response = await fetch(urlOf(path), { cache: "no-store", credentials: "omit", redirect: "error", signal: AbortSignal.timeout(PATIENCE) })
    .catch(() => null);
  const fromHub = response?.headers.get("Content-Type")?.startsWith("application/json");
  if (!response || !fromHub || response.status >= 500 || response.status === 429) throw new NoRound("unreachable");
  if (!response.ok) throw new NoRound("unknown");
  const copy = response.clone();
  const text = await response.text().catch(() => { throw new NoRound("unreachable"); });
  await (await kept())?.put(urlOf(path), copy).catch(() => undefined);
  return text;
}
