// The application once the engine is there: which page is shown, where answers go, what happens when another tab, a new version
// or the browser gets in the way.
import { html, nothing, render } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import { Autosave } from "./autosave.ts";
import { FirstPage } from "./first-page/adopted.ts";
import { download } from "./download.ts";
import { inset, layout } from "./components/layout.ts";
import { reasonFor, Speaker, statusLine, statusOf, withHub } from "./components/status-line.ts";
import { type Client, EngineError } from "./engine/client.ts";
import { askForIt, leaveForGood, onAsked } from "./engine/owner.ts";
import type { Opened } from "./engine/protocol.ts";
import type { Page, Replies, ResponseInfo, Resumed, Round, Survey } from "./engine/replies.ts";
import type { Start, Wanted } from "./engine/start.ts";
import { takeLink } from "./link.ts";
import type { Early } from "./main.ts";
import { forgetMarks, remember } from "./marks.ts";
import { Updates } from "./offline/updates.ts";
import { noticeViews, sharedNotices } from "./components/notices.ts";
import { Closed } from "./pages/closed.ts";
import { Elsewhere } from "./pages/elsewhere.ts";
import { Question } from "./pages/question.ts";
import { fetchLater, pages, stopped as stoppedPage } from "./pages/index.ts";
import { Trouble } from "./pages/trouble.ts";
import { rescueCopy } from "./rescue.ts";
import { NoRound } from "./kept-texts.ts";
import { ourTexts } from "./rounds.ts";
import { Sharing } from "./sync/sharing.ts";
import { surveySpeaks, text } from "./text/text.ts";
import { hrefOf, routeOf, type View } from "./view.ts";

const OTHER_TAB_PATIENCE = 5000;
const withoutAnswers = ["privacy", "cookies", "accessibility", "contact"];
/// Where answers are given or sent.
const answering = ["", "start", "q", "change", "contents", "check", "finished", "response", "choose"];

export class App {
  readonly client: Client;
  readonly autosave: Autosave;
  readonly updates: Updates;
  readonly sharing = new Sharing(this);
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
  /// The page of the first question.
  firstPage: string;
  /// Not opened yet.
  private link: string;

  constructor(private readonly early: Early, readonly start: Start) {
    this.link = early.link;
    this.firstPage = early.firstPage;
    this.client = start.client;
    this.first = new FirstPage(this, early.firstPage);
    this.updates = new Updates(() => this.redraw());
    this.autosave = new Autosave({
      answer: (path, value) => this.client.call("answer", { path, value }),
      saved: (reply) => this.answered(reply),
      changed: () => this.redraw(),
    });
  }

  /// The answers are open in this tab.
  get isOpen(): boolean {
    return !this.opening && this.blocked === null;
  }

  /// The round takes answers. Of a link the hub says so, by its own clock.
  get takesAnswers(): boolean {
    return this.sharing.link ? this.sharing.stopped === "" : this.round.open;
  }

  // --- opening ---------------------------------------------------------------------------------------------------

  async begin(): Promise<void> {
    addEventListener("hashchange", () => void this.arrive());
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
    this.sharing.listen();
    await this.open(this.start.opened);
    void this.updates.begin();
  }

  /// Opens the answers and shows the page the address asks for; what can go wrong has a page each.
  async open(opening: Promise<Opened>): Promise<void> {
    this.opening = true;
    try {
      await this.take(await opening);
    } catch (error) {
      if (error instanceof NoRound) return this.withoutRound(error.code);
      const code = error instanceof EngineError ? error.code : "internal";
      return this.block(code === "elsewhere" ? new Elsewhere(this) : new Trouble(this, code));
    }
    this.early.retire();
    await this.land();
    this.takeEarlyAnswers();
  }

  /// Opens the response of a link: one from the address, from the list of this device's, or typed.
  async openLink(link: string): Promise<void> {
    await this.autosave.flush();
    this.link = link;
    this.place = null;
    history.replaceState(null, "", hrefOf(""));
    await this.open(this.reopening(OTHER_TAB_PATIENCE));
  }

  /// An unknown round is a wrong link like any other. Unreachable: the round's words are not on this device yet.
  private async withoutRound(code: NoRound["code"]): Promise<void> {
    if (code === "unreachable") return this.block(new Trouble(this, code));
    this.link = "";
    await this.open(this.reopening(OTHER_TAB_PATIENCE));
    if (!this.isOpen) return;
    this.sharing.refused = text.link.notFound;
    await this.go(hrefOf("link"), undefined, true);
  }

  /// No answers in this tab: this page stands where the questions would.
  async block(view: View): Promise<void> {
    this.early.retire();
    this.opening = false;
    this.blocked = view;
    this.sharing.stop();
    this.round ??= roundIn((this.start.texts ?? (await ourTexts())).round);
    this.show(view);
  }

  reopening(patience: number, memory = false): Promise<Opened> {
    return this.start.open({ link: this.link, patience, memory });
  }

  /// The other tab saves what was typed there, then this one has the answers.
  async takeFromOtherTab(): Promise<void> {
    askForIt();
    await this.open(this.reopening(OTHER_TAB_PATIENCE));
  }

  /// Another round's questions, without a response of theirs yet.
  async useRound(round: string): Promise<void> {
    if (round === this.round.id && !this.start.texts.ours) return;
    await this.take(await this.start.open({ link: "", round, patience: OTHER_TAB_PATIENCE, memory: !this.kept } satisfies Wanted));
  }

  private async take(opened: Opened): Promise<void> {
    this.survey = (JSON.parse(opened.survey) as { survey: Survey }).survey;
    this.round = (JSON.parse(opened.round) as { round: Round }).round;
    this.survey.title = opened.title || this.survey.title;
    this.speakIn(opened.language || this.survey.languages[0]!);
    this.kept = opened.kept;
    this.dress();
    this.link = "";
    this.blocked = null;
    this.opening = false;
    if (!this.start.texts.ours) this.firstPage = (await this.client.call("contents")).sections[0]?.pages[0]?.page ?? "";
    await this.takeResponse(JSON.parse(opened.resumed) as Resumed, opened.refused);
    this.note(navigator.storage?.persisted?.());
  }

  /// What the HTML says of the survey above every page.
  private dress(): void {
    document.querySelector(".govuk-generic-header__homepage-link svg")!.nextSibling!.textContent = this.survey.title;
    const banner = document.querySelector<HTMLElement>("[data-demonstration]");
    if (banner) banner.hidden = !this.round.demonstration;
  }

  /// From now on the pages are about this response.
  async takeResponse(resumed: Resumed, refused = ""): Promise<void> {
    this.resumed = resumed;
    this.response = resumed.response;
    this.autosave.remember(this.response?.updated ?? null);
    await this.sharing.begin(refused);
    if (this.kept && this.sharing.link) remember("round", this.sharing.link.round);
  }

  /// An address without a page leads to where the person was.
  private async land(): Promise<void> {
    if (this.sharing.refused) return this.go(hrefOf("link"), undefined, true);
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
    await this.go(href, at === "page" && page ? this.ask(page, false) : undefined, true);
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

  /// An address was typed, or a link of this page pressed.
  private async arrive(): Promise<void> {
    const link = takeLink();
    await (link ? this.openLink(link) : this.follow());
  }

  /// Shows this page again where something else stands on it now. Who is answering is not disturbed.
  async refresh(): Promise<void> {
    const disturbs = !answering.includes(routeOf(location.hash)[0]) || (this.view instanceof Question && this.takesAnswers);
    await (this.isOpen && !disturbs ? this.follow() : this.redraw());
  }

  private async follow(): Promise<void> {
    if (this.opening) return;
    const [name, page] = routeOf(location.hash);
    if (name && ![...withoutAnswers, "remove", "language"].includes(name)) this.origin = location.hash;
    if (this.blocked) return this.show(await this.viewWithoutAnswers(this.blocked));
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
        this.dress();
        this.speakIn(language);
        remember("language", language);
      }
      await this.go(this.address || hrefOf(""), undefined, true);
    });
  }

  private speakIn(language: string): void {
    this.language = language;
    surveySpeaks(language);
  }

  private viewWithoutAnswers(otherwise: View): View | Promise<View> {
    const [name] = routeOf(location.hash);
    return withoutAnswers.includes(name) ? pages[name]!(this) : otherwise;
  }

  private async viewFor(name: string, page: string): Promise<View> {
    const { stopped } = this.sharing;
    if (answering.includes(name) && stopped) {
      if (!this.response) return stopped === "link" ? pages["link"]!(this) : new Closed(this);
      if (stopped === "link" || this.response.status === "draft") return stoppedPage(this);
      if (name !== "finished") name = "response";
    }
    if (name === "check" && this.sharing.link && this.response?.status === "finished") name = "response";
    if (name === "q" || name === "change") {
      if (!this.takesAnswers && !this.response) return new Closed(this);
      const reply = await this.client.call("open_page", { page }).catch(notAsked);
      if (reply) return this.ask(reply.page, name === "change");
      return pages["contents"]!(this);
    }
    if (!this.takesAnswers && !this.response && (name === "" || name === "start")) return new Closed(this);
    return (pages[name] ?? pages["start"]!)(this, page);
  }

  ask(page: Page, toCheck: boolean): Question {
    return new Question(this, page, toCheck);
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
    const saved = statusOf(this.autosave.saving, this.autosave.unsaved().length > 0, this.kept, navigator.onLine);
    const status = this.sharing.link ? withHub(saved, this.sharing, this.response?.status === "finished", this.round.organisation_short) : saved;
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
      ${this.reopenedOn && this.reopenedOn !== this.view && !this.sharing.link ? inset(html`<p class="govuk-body">${text.notices.reopened}</p>`) : nothing}
      ${this.blocked ? nothing : sharedNotices(this, this.view?.name)}
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
    if (this.kept) remember("started", "1");
    fetchLater();
    if (!this.response || reply.reopened) this.reread().then(() => this.redraw(), () => undefined);
    if (this.view instanceof Question) this.view.update(reply.changed);
  }

  private reopened(): void {
    if (this.response) this.response = { ...this.response, status: "draft" };
    this.reopenedOn = this.view;
  }

  finished(response: ResponseInfo): void {
    this.response = response;
    this.reopenedOn = null;
    this.sharing.news = null;
  }

  /// The response's own state anew, after something else than an answer changed it.
  async reread(): Promise<void> {
    const { responses } = await this.client.call("responses");
    const id = this.response?.id ?? this.sharing.link?.response;
    this.response = responses.find((each) => each.id === id) ?? null;
    await this.sharing.read();
  }

  /// Other devices' answers are in this response now.
  async cameIn({ merged, page }: Replies["sync_account"]): Promise<void> {
    const restored = this.response === null;
    await this.reread();
    const replaced = this.response?.status === "finished";
    this.sharing.news = { how: restored ? "restored" : replaced ? "replaced" : "added", questions: merged };
    if (this.kept) remember("started", "1");
    if (this.view instanceof Question) return this.view.update(page?.fields ?? []);
    if (restored && replaced && this.view?.name === "start") return this.go(hrefOf("response"), undefined, true);
    await this.refresh();
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
    forgetMarks();
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
    this.sharing.stop();
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
