// Photos and sounds on their way to the hub, each after the interview that it belongs to (engine/hub/attachments.h).
import { waitOf, type Posted } from "../sync/transport.ts";
import { HUB } from "./place.ts";
import type { OwedFile } from "./replies.ts";

const PATIENCE = 120_000;

/// refused: the hub does not want this one, now or later.
export type Uploaded = "sent" | "refused" | Extract<Posted, { failed: string }>;

function put({ sha256, round, response, code, type }: OwedFile, body: Blob): Promise<Response> {
  const address = new URL(`${HUB}sync/v1/attachments/${sha256}`, document.baseURI);
  address.search = String(new URLSearchParams({ round, response }));
  return fetch(address, {
    method: "PUT",
    body,
    headers: { "Content-Type": type, "Takestock-Link": code },
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(PATIENCE),
  });
}

export async function upload(file: OwedFile, body: Blob): Promise<Uploaded> {
  try {
    const response = await put(file, body);
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) return { failed: "unreachable", after: 0 };
    if (response.ok) return "sent";
    if (response.status === 429 || response.status === 503) return { failed: "busy", after: waitOf(response.headers.get("Retry-After"), Date.now()) };
    return response.status >= 500 && response.status !== 507 ? { failed: "unreachable", after: 0 } : "refused";
  } catch {
    return { failed: "unreachable", after: 0 };
  }
}
