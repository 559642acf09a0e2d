// The pages by the first word of their address.
import type { App } from "../app.ts";
import type { View } from "../view.ts";
import { accessibility } from "./accessibility.ts";
import { contact } from "./contact.ts";
import { contents } from "./contents.ts";
import { cookies } from "./cookies.ts";
import { privacy } from "./privacy.ts";
import { remove } from "./remove.ts";
import { start } from "./start.ts";

type Make = (app: App, rest?: string) => View | Promise<View>;
type Later = typeof import("./later.ts");

let fetched: Promise<Later> | null = null;
const fetchPages = (): Promise<Later> => (fetched ??= import("./later.ts").catch((error: unknown) => {
  fetched = null;
  throw error;
}));

const PATIENCE = 3000;
let waiting = 0;
/// Called after each answer. Not at once: the first answers come first. The service worker has the file too; where there is none, this is
/// what makes the pages work without a signal.
export function fetchLater(): void {
  if (fetched || waiting) return;
  waiting = window.setTimeout(() => {
    waiting = 0;
    fetchPages().catch(() => undefined);
  }, PATIENCE);
}

const later = (name: keyof Later): Make => async (app, rest) => (await fetchPages())[name](app, rest ?? "");

export const pages: Record<string, Make> = {
  start, contents, privacy, cookies, accessibility, contact, remove,
  check: later("check"), finished: later("finished"), response: later("response"), copy: later("copy"), choose: later("choose"), link: later("link"), made: later("made"),
  share: later("share"), version: later("version"), versions: later("versions"),
};
