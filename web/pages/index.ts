// The pages by the first word of their address.
import { html } from "lit-html";
import type { App } from "../app.ts";
import { text } from "../text/text.ts";
import type { View } from "../view.ts";
import { contact } from "./contact.ts";
import { contents } from "./contents.ts";
import { privacy } from "./privacy.ts";
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

const notHere = (app: App): View => ({
  name: "not-here",
  title: text.notHere.heading,
  back: { href: app.origin },
  draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${text.notHere.heading}</h1><p class="govuk-body">${text.notHere.text}</p>`,
});

const later = (name: keyof Later): Make => async (app, rest) => {
  const fetched = await fetchPages().catch(() => null);
  return fetched ? fetched[name](app, rest ?? "") : notHere(app);
};

export const pages: Record<string, Make> = {
  start, contents, privacy, contact,
  accessibility: later("accessibility"), cookies: later("cookies"), remove: later("remove"),
  check: later("check"), finished: later("finished"), response: later("response"), copy: later("copy"), choose: later("choose"), link: later("link"), made: later("made"),
  share: later("share"), version: later("version"), versions: later("versions"),
};

/// Not a page with an address: what is shown instead of the questions.
export const stopped = later("stopped");
