// Whether this page would open without a network now: every file of the build is read again from the cache and compared with what was built.
import type { BuiltFile } from "../offline/file-list.ts";
import { areKept } from "./rounds.ts";

const LIST = "files.json";
const FILES = "field-files-";

export interface Checked { worker: boolean; files: number; bytes: number; missing: string[]; round: boolean }

const here = (path: string): string => new URL(path, document.baseURI).href;

async function integrityOf(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `sha256-${btoa(String.fromCharCode(...digest))}`;
}

/// The cache that the service worker in charge serves from: the one with the list that it hands out.
async function cacheInUse(): Promise<{ cache: Cache; list: BuiltFile[] } | null> {
  if (!("caches" in globalThis) || !navigator.serviceWorker?.controller) return null;
  const handed = await fetch(here(LIST)).then((response) => (response.ok ? response.text() : null), () => null);
  for (const name of (await caches.keys()).filter((each) => each.startsWith(FILES))) {
    const cache = await caches.open(name);
    const kept = await (await cache.match(here(LIST)))?.text();
    if (kept && kept === handed) return { cache, list: JSON.parse(kept) as BuiltFile[] };
  }
  return null;
}

export async function checkOffline(round: string): Promise<Checked> {
  const checked: Checked = { worker: false, files: 0, bytes: 0, missing: [], round: await areKept(round) };
  const found = await cacheInUse();
  if (!found) return checked;
  checked.worker = true;
  for (const { path, integrity } of found.list) {
    const bytes = await (await found.cache.match(here(path)))?.arrayBuffer();
    if (bytes && (await integrityOf(bytes)) === integrity) checked.bytes += bytes.byteLength;
    else checked.missing.push(path);
    checked.files += 1;
  }
  return checked;
}
