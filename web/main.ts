// What the first page needs: showing the pages that are in the HTML, keeping what is answered before the rest has arrived.
import { Start } from "./engine/start.ts";
import { takeLink } from "./link.ts";
import { mark } from "./marks.ts";

/// What happened before the app took over.
export interface Early {
  /// The name of the page that is in the HTML, and its question's.
  firstPage: string;
  answers: Map<string, string>;
  continued: boolean;
  /// The link that was in the address, or "".
  link: string;
  /// Ends the handling of the pages in the HTML.
  retire(): void;
}

const element = (id: string): HTMLElement => document.getElementById(id)!;
const first = element("view-first");
const firstPage = first.dataset["first"] ?? "";

function show(id: string): void {
  for (const view of ["view-start", "view-first", "view-opening"]) element(view).hidden = view !== id;
}

/// Answers were kept here before, or are for another survey than the one in the HTML: nothing is shown until they are open.
const keptBefore = (): boolean => Boolean(early.link || mark("started") || mark("round"));

function viewFor(hash: string): string {
  if (keptBefore()) return "view-opening";
  if (hash === `#/q/${firstPage}`) return "view-first";
  return /^#\/(?!start$)./.test(hash) ? "view-opening" : "view-start";
}

function follow(): void {
  early.link = takeLink() || early.link;
  const view = viewFor(location.hash);
  show(view);
  scrollTo(0, 0);
  if (view === "view-first") first.querySelector("h1")?.focus();
}

function answered(event: Event): void {
  const input = event.target as HTMLInputElement;
  if (input.checked ?? true) early.answers.set(input.name, input.value);
}

function pressed(event: Event): void {
  event.preventDefault();
  early.continued = true;
  element("wait").hidden = false;
}

function retire(): void {
  removeEventListener("hashchange", follow);
  first.removeEventListener("change", answered);
  first.removeEventListener("submit", pressed);
}

const early: Early = { firstPage, answers: new Map(), continued: false, link: takeLink(), retire };

/// The server's policy for this page, for a server that does not send it: from here on nothing but our own files runs.
function obeyPolicy(): void {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = document.querySelector<HTMLMetaElement>("meta[name=policy]")!.content;
  document.head.append(policy);
}

async function takeOver(): Promise<void> {
  if (!element("too-old").hidden) return;
  const start = new Start(early.link);
  try {
    const { App } = await import("./app.ts");
    obeyPolicy();
    await new App(early, start).begin();
  } catch (error) {
    if (!document.getElementById("view-opening")) throw error;
    show("view-opening");
    element("could-not-start").hidden = false;
  }
}

addEventListener("hashchange", follow);
first.addEventListener("change", answered);
first.addEventListener("submit", pressed);
show(viewFor(location.hash));
requestAnimationFrame(() => setTimeout(() => void takeOver()));
