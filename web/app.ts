// The application once the engine is there: which page is shown, where answers go, what happens when another tab, a new version
// or the browser gets in the way.
import { html, nothing, render } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import { Autosave } from "./autosave.ts";
import { FirstPage } from "./first-page/adopted.ts";
import { download } from "./download.ts";
import { inset, layout } from "./components/layout.ts";
import { reasonFor, Speaker, statusLine, statusOf } from "./components/status-line.ts";
import { type Client, EngineError } from "./engine/client.ts";
import { askForIt, leaveForGood, onAsked } from "./engine/owner.ts";
import type { Opened, Opening } from "./engine/protocol.ts";
import type { Replies, ResponseInfo, Resumed, Round, Survey } from "./engine/replies.ts";
import { languageChosen, type Start } from "./engine/start.ts";
import type { Early } from "./main.ts";
import { Updates } from "./offline/updates.ts";
import { noticeViews } from "./components/notices.ts";
import { Closed } from "./pages/closed.ts";
import { Elsewhere } from "./pages/elsewhere.ts";
import { Question } from "./pages/question.ts";
import { pages } from "./pages/index.ts";
import { Trouble } from "./pages/trouble.ts";
import { rescueCopy } from "./rescue.ts";
import { surveySpeaks, text } from "./text/text.ts";
import { hrefOf, routeOf, type View } from "./view.ts";

const OTHER_TAB_PATIENCE = 5000;
const withoutAnswers = ["privacy", "cookies", "accessibility", "contact"];

export class App {
  readonly client: Client;
  readonly autosave: Autosave;
  readonly updates: Updates;
  survey!: Survey;
  round!: Round;
  resumed!: Resumed;
  response: ResponseInfo | null = null;
  /// The address of the question the person was on last.
  place: string | null = null;
  /// Where a page behind the foot of the page leads back to.
  origin = hrefOf("");
  /// False when the person chose to carry on without storage.
  kept = true;
  language = "";
  persisted: boolean | null = null;

  private readonly root = document.getElementById("view")!;
  private readonly speaker = new Speaker(document.getElementById("said")!);
  private readonly first: FirstPage;
  private view: View | null = null;
  private prepared: { href: string; view: View } | null = null;
  private shown = 0;
  /// The address of the page that is shown: who changed an answer comes back to it in the list of answers.
  private address = "";
  /// What is shown instead of the questions while this tab has no answers; null while it has.
  private blocked: View | null = null;
  private opening = true;
  private welcomed: View | null = null;
  /// The page on which a finished response was changed; the pages after it say so.
  private reopenedOn: View | null = null;
  private askedToPersist = false;

  constructor(private readonly early: Early, private readonly start: Start) {
    this.client = start.client;
    this.first = new FirstPage(this, early.firstPage);
    this.updates = new Updates(() => this.redraw());
    this.autosave = new Autosave({
      answer: (path, value) => this.client.call("answer", { path, value }),
      saved: (reply) => this.answered(reply),
      changed: () => this.redraw(),
    });
  }

  get firstPage(): string {
    return this.early.firstPage;
  }

  // --- opening ---------------------------------------------------------------------------------------------------

  async begin(): Promise<void> {
    addEventListener("hashchange", () => void this.follow());
    addEventListener("online", () => this.redraw());
    addEventListener("offline", () => this.redraw());
    document.addEventListener("click", (event) => this.pressed(event));
    document.addEventListener("visibilitychange", () => document.hidden && void this.autosave.flush());
    document.addEventListener("focusout", () => void this.autosave.flush());
    window.addEventListener("pagehide", (event) => this.leave(event));
    window.addEventListener("pageshow", (event) => event.persisted && void this.open(this.reopening(OTHER_TAB_PATIENCE)));
    addEventListener("beforeunload", (event) => this.warn(event));
    onAsked(() => void this.letGo());
    leaveForGood();
    await this.open(this.start.opened);
    void this.updates.begin();
  }

  /// Opens the answers and shows the page the address asks for; what can go wrong has a page each.
  async open(opening: Promise<Opened>): Promise<void> {
    this.opening = true;
    try {
      this.take(await opening);
    } catch (error) {
      const code = error instanceof EngineError ? error.code : "internal";
      return this.block(code === "elsewhere" ? new Elsewhere(this) : new Trouble(this, code));
    }
    this.early.retire();
    await this.land();
    this.takeEarlyAnswers();
  }

  /// No answers in this tab: this page stands where the questions would.
  async block(view: View): Promise<void> {
    this.early.retire();
    this.opening = false;
    this.blocked = view;
    this.round ??= await this.start.parts.then((parts) => roundIn(parts.round));
    this.show(view);
  }

  reopening(patience: number, memory = false): Promise<Opened> {
    return this.start.parts.then((parts) => this.client.open({ ...parts, patience, memory, language: this.language || languageChosen() } satisfies Opening));
  }

  /// The other tab saves what was typed there, then this one has the answers.
  async takeFromOtherTab(): Promise<void> {
    askForIt();
    await this.open(this.reopening(OTHER_TAB_PATIENCE));
  }

  private take(opened: Opened): void {
    this.survey = (JSON.parse(opened.survey) as { survey: Survey }).survey;
    this.round = (JSON.parse(opened.round) as { round: Round }).round;
    this.survey.title = opened.title || this.survey.title;
    this.speakIn(opened.language || this.survey.languages[0]!);
    this.resumed = JSON.parse(opened.resumed) as Resumed;
    this.response = this.resumed.response;
    this.kept = opened.kept;
    this.blocked = null;
    this.opening = false;
    if (this.response) this.autosave.remember(this.response.updated);
    this.note(navigator.storage?.persisted?.());
  }

  /// An address without a page leads to where the person was.
  private async land(): Promise<void> {
    const [name, page] = routeOf(location.hash);
    if (name === "language") history.replaceState(null, "", hrefOf(""));
    await this.landWhereTheyWere();
    if (name === "language") await this.translate(page);
  }

  private async landWhereTheyWere(): Promise<void> {
    const [name] = routeOf(location.hash);
    const { at, page, answered } = this.resumed;
    if (name || !this.response || at === "start") return this.follow();
    const href = at === "page" && page ? hrefOf("q", page.page) : hrefOf(at === "finished" ? "response" : "check");
    await this.go(href, at === "page" && page ? new Question(this, page, false) : undefined, true);
    this.welcomed = at !== "finished" && answered > 0 ? this.view : null;
    this.redraw();
  }

  private takeEarlyAnswers(): void {
    const { answers, continued } = this.early;
    for (const [name, value] of answers) this.autosave.change(name, this.first.label, value, "now");
    answers.clear();
    if (continued && this.view instanceof Question) void this.view.goOn();
    this.early.continued = false;
    void this.autosave.flush();
  }

  // --- which page ------------------------------------------------------------------------------------------------

  /// Goes to a page of this application; `view` is that page if it is already made.
  async go(href: string, view?: View, replace = false): Promise<void> {
    this.prepared = view ? { href, view } : null;
    if (replace) history.replaceState(null, "", href);
    else if (location.hash !== href) history.pushState(null, "", href);
    await this.follow();
  }

  private async follow(): Promise<void> {
    if (this.opening) return;
    const [name, page] = routeOf(location.hash);
    if (name && ![...withoutAnswers, "remove", "language"].includes(name)) this.origin = location.hash;
    if (this.blocked) return this.show(this.viewWithoutAnswers(this.blocked));
    if (name === "language") return this.translate(page);
    await this.guard(async () => {
      await this.autosave.flush();
      const prepared = this.prepared?.href === location.hash ? this.prepared.view : null;
      this.prepared = null;
      this.show(prepared ?? (await this.viewFor(...routeOf(location.hash))));
    });
  }

  /// Shows this page in another language of the survey, and every page after it, on this device from now on.
  private async translate(language: string): Promise<void> {
    await this.guard(async () => {
      await this.autosave.flush();
      if (this.survey.languages.includes(language)) {
        this.survey.title = await this.client.speak(language);
        this.speakIn(language);
        remember("takestock-language", language);
      }
      await this.go(this.address || hrefOf(""), undefined, true);
    });
  }

  private speakIn(language: string): void {
    this.language = language;
    surveySpeaks(language);
  }

  private viewWithoutAnswers(otherwise: View): View {
    const [name] = routeOf(location.hash);
    return withoutAnswers.includes(name) ? (pages[name]!(this) as View) : otherwise;
  }

  private async viewFor(name: string, page: string): Promise<View> {
    if (name === "q" || name === "change") {
      if (!this.round.open && !this.response) return new Closed(this);
      const reply = await this.client.call("open_page", { page }).catch(notAsked);
      if (reply) return new Question(this, reply.page, name === "change");
      return pages["contents"]!(this);
    }
    if (!this.round.open && !this.response && (name === "" || name === "start")) return new Closed(this);
    return (pages[name] ?? pages["start"]!)(this);
  }

  isShown(view: View): boolean {
    return this.view === view;
  }

  show(view: View): void {
    const moved = this.view !== null;
    const left = this.address;
    this.address = location.hash;
    this.view = view;
    if (view instanceof Question) this.place = hrefOf("q", view.page.page);
    this.shown += 1;
    if (moved) scrollTo(0, 0);
    if (this.first.shows(view)) this.first.adopt(view, this.shown > 1);
    else {
      this.first.end();
      this.redraw();
      if (moved) this.focus(`.app-answers a[href="${CSS.escape(left)}"]`) || this.focus("main h1") || this.focus("main");
    }
    document.title = this.titleOf(view);
  }

  redraw(): void {
    if (!this.view) return;
    const status = statusOf(this.autosave.saving, this.autosave.unsaved().length > 0, this.kept, navigator.onLine);
    this.speaker.say(status.state === "not-saved" ? { ...status, words: `${status.words} ${this.reason()}` } : status);
    const line = statusLine(status, this.reason(), { retry: () => void this.autosave.flush(), download: () => void this.downloadNow() });
    if (this.first.showing) return this.first.redraw(this.view, line);
    render(keyed(this.shown, layout(this.view, this.blocked ? null : { all: this.survey.languages, now: this.language }, this.above(), this.blocked ? nothing : line)), this.root);
    document.title = this.titleOf(this.view);
  }

  /// Moves the keyboard to the first match; false if there is none.
  focus(selector: string): boolean {
    const found = document.querySelector<HTMLElement>(`#view ${selector}, #view-first:not([hidden]) ${selector}`);
    found?.focus();
    return found !== null;
  }

  private titleOf(view: View): string {
    return (view.isWrong ? text.error["titlePrefix"] : "") + view.title + (view.title === this.survey?.title ? "" : text.titleEnd(this.survey?.title ?? text.product));
  }

  private above(): unknown {
    return html`${this.updates.waiting ? this.updates.draw(() => void this.update()) : nothing}
      ${this.welcomed !== null && this.welcomed === this.view ? inset(html`<p class="govuk-body"><strong>${text.notices.welcome}</strong> ${text.notices.answered(this.resumed.answered, this.resumed.asked)}</p>`) : nothing}
      ${this.client.low && this.autosave.saving.state === "saved" ? inset(html`<p class="govuk-body" data-low>${text.status.low}</p>`) : nothing}
      ${this.reopenedOn && this.reopenedOn !== this.view ? inset(html`<p class="govuk-body">${text.notices.reopened}</p>`) : nothing}
      ${this.view instanceof Question ? noticeViews(this.view.page.notices) : nothing}`;
  }

  private pressed(event: Event): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a.govuk-skip-link, a[data-language]");
    if (!link) return;
    event.preventDefault();
    if ("language" in link.dataset) return void this.translate(link.lang);
    document.querySelector<HTMLElement>("[id^=view]:not([hidden]) main")?.focus();
  }

  // --- answers ---------------------------------------------------------------------------------------------------

  /// Runs an action that calls the engine; what fails is said in the status line.
  async guard(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.autosave.fail(error instanceof EngineError ? error.code : "internal");
      this.focus(".app-not-saved");
      if (!(error instanceof EngineError)) throw error;
    }
  }

  private answered(reply: Replies["answer"]): void {
    if (reply.reopened) this.reopened();
    if (this.kept) remember("takestock-started", "1");
    if (this.view instanceof Question) this.view.update(reply.changed);
  }

  private reopened(): void {
    if (this.response) this.response = { ...this.response, status: "draft" };
    this.reopenedOn = this.view;
  }

  finished(response: ResponseInfo): void {
    this.response = response;
    this.reopenedOn = null;
  }

  /// Once, at the first Continue, and never waited for: Firefox asks the person.
  askToPersist(): void {
    if (this.askedToPersist || !this.kept) return;
    this.askedToPersist = true;
    this.note(navigator.storage?.persist?.());
  }

  private note(persisted: Promise<boolean> | undefined): void {
    persisted?.then((granted) => (this.persisted = granted)).catch(() => (this.persisted = false));
  }

  private reason(): string {
    const { saving } = this.autosave;
    return saving.state === "failed" ? reasonFor(saving.code, this.autosave.unsaved()) : "";
  }

  private async downloadNow(): Promise<void> {
    const copy = await this.client.make("copy", { format: "html" }).catch(() => null);
    download(rescueCopy(copy, this.autosave.unsaved(), this.survey.title));
  }

  /// Asks first; also where the answers cannot be opened.
  askToRemove(): void {
    this.show(pages["remove"]!(this) as View);
  }

  async removeEverything(): Promise<void> {
    await this.client.wipe();
    await this.updates.forget();
    try {
      for (const mark of ["takestock-started", "takestock-language"]) localStorage.removeItem(mark);
    } catch {
      // Nothing was kept there.
    }
  }

  // --- leaving ---------------------------------------------------------------------------------------------------

  /// Left, and perhaps kept alive for a return although we ask not to be: the files must be free for the next page.
  private leave(event: PageTransitionEvent): void {
    void this.autosave.flush();
    if (event.persisted) this.client.drop();
  }

  private warn(event: BeforeUnloadEvent): void {
    const lost = this.autosave.unsaved().some((item) => item.failed) || (!this.kept && this.autosave.saving.state !== "none");
    if (lost) event.preventDefault();
  }

  private async letGo(): Promise<void> {
    if (this.blocked) return;
    await this.autosave.flush();
    await this.client.close();
    await this.block(new Elsewhere(this));
  }

  private async update(): Promise<void> {
    if (await this.autosave.flush()) this.updates.apply();
  }
}

/// The round's texts, where the engine could not be asked for them.
function roundIn(json: string): Round {
  const file = JSON.parse(json) as Omit<Round, "privacy"> & { privacy: string | string[] };
  return { ...file, privacy: [file.privacy].flat().join("\n\n") };
}

function notAsked(error: unknown): null {
  if (error instanceof EngineError && error.code === "not_found") return null;
  throw error;
}

/// Marks for the next visit: that there is something to open, and in which language. Not answers, and nothing is lost without them.
function remember(mark: string, value: string): void {
  try {
    localStorage.setItem(mark, value);
  } catch {
    // Then the start page is seen for a moment, and in the survey's first language.
  }
}
