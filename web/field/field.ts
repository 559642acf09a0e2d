// Fieldwork once the engine is there: which page is shown, which interview is open, what happens when another tab, the passcode, a new
// version or the browser gets in the way.
import { html, nothing, render, type TemplateResult } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import { Autosave } from "../autosave.ts";
import { inset, layout } from "../components/layout.ts";
import { noticeViews } from "../components/notices.ts";
import { reasonFor, Speaker, statusLine, statusOf, type Status } from "../components/status-line.ts";
import { download } from "../download.ts";
import { EngineError } from "../engine/client.ts";
import { askForIt, leaveForGood, onAsked } from "../engine/owner.ts";
import type { Page, Replies, Round, Survey } from "../engine/replies.ts";
import { NoRound } from "../kept-texts.ts";
import { takeLink } from "../link.ts";
import { Updates } from "../offline/updates.ts";
import { Elsewhere } from "../pages/elsewhere.ts";
import { Question, type Asking } from "../pages/question.ts";
import { rescueCopy } from "../rescue.ts";
import { surveySpeaks, text } from "../text/text.ts";
import { hrefOf, routeOf, type View } from "../view.ts";
import { Attachments } from "./attaching.ts";
import { settled } from "./capture/turns.ts";
import { WakeLock } from "./capture/wake-lock.ts";
import { FieldClient } from "./client.ts";
import { addComponents } from "./components.ts";
import type { Desk, FieldView } from "./desk.ts";
import { headView, sendingWords } from "./frame.ts";
import { Lock } from "./lock.ts";
import { Opener, type OpenedRound } from "./opening.ts";
import { pages, kioskPages, lockPage, removedPage, type Make } from "./pages/index.ts";
import { FieldQuestion } from "./pages/asking.ts";
import { TakeUp } from "./pages/take-up.ts";
import { Trouble } from "./pages/trouble.ts";
import type { FieldReplies, Interview, Interviewer, InterviewOpened } from "./replies.ts";
import { Sending } from "./sending.ts";
import { forgetSettings, keepSettings, readSettings, type Settings } from "./settings.ts";
import { words } from "./text/text.ts";

const OTHER_TAB_PATIENCE = 5000;
/// Pages after which another interview may be the open one.
const leaving = ["", "open", "take-up", "remove", "delete"];
/// What an address may begin with that is no link.
const OURS = ["q", "change", "language", ...Object.keys(pages), ...Object.keys(kioskPages)];

export class Field implements Desk, Asking {
  readonly client = new FieldClient();
  readonly autosave: Autosave;
  readonly attachments: Attachments;
  readonly sending: Sending;
  readonly lock: Lock;
  readonly updates: Updates;
  readonly sharing = null;
  settings!: Settings;
  survey!: Survey;
  round!: Round;
  resultsKey = "";
  interviewer: Interviewer | null = null;
  interview: Interview | null = null;
  comments: Record<string, string> = {};
  place: string | null = null;
  persisted: boolean | null = null;
  /// The survey team has other questions than those in use here.
  private newQuestions = false;

  private readonly root = document.getElementById("view")!;
  private readonly speaker = new Speaker(document.getElementById("said")!);
  private readonly opener = new Opener(this.client);
  private readonly screen = new WakeLock(() => this.redraw());
  private view: FieldView | null = null;
  private prepared: { href: string; view: View } | null = null;
  private shown = 0;
  /// The address of the page that is shown.
  private address = "";
  private blocked: FieldView | null = null;
  private opening = true;
  private told = "";
  /// It was told after the page was drawn last.
  private news = false;
  private beginning = false;
  private askedToPersist = false;
  private firstPage = "";

  constructor() {
    this.autosave = new Autosave({
      answer: (path, value) => this.client.call("answer", { path, value }),
      saved: (reply) => this.answered(reply),
      changed: () => this.redraw(),
    });
    this.attachments = new Attachments(this, (reply, node) => this.attached(reply, node));
    this.sending = new Sending(this);
    this.lock = new Lock(this);
    this.updates = new Updates(() => this.redraw());
    addComponents(this.attachments);
  }

  get isOpen(): boolean { return !this.opening && this.blocked === null; }
  get deviceName(): string { return this.settings.device; }
  get asleep(): string {
    const { trouble } = this.screen;
    return trouble === "missing" ? words.interview.noWakeLock : trouble === "refused" ? words.interview.wakeLockRefused : "";
  }

  // --- opening ---------------------------------------------------------------------------------------------------

  async begin(): Promise<void> {
    const link = takeLink(OURS);
    this.listen();
    try {
      this.settings = await readSettings();
    } catch {
      return this.block(new Trouble(this, "no_storage"));
    }
    this.lock.locked = this.settings.passcode !== null && this.settings.kiosk === null;
    await this.open(link, 1000);
    void this.updates.begin();
  }

  private listen(): void {
    addEventListener("hashchange", () => void this.arrive());
    for (const change of ["online", "offline"]) addEventListener(change, () => this.redraw());
    document.addEventListener("click", (event) => this.pressed(event));
    document.addEventListener("visibilitychange", () => document.hidden && void this.autosave.flush());
    document.addEventListener("focusout", () => void this.autosave.flush());
    window.addEventListener("pagehide", (event) => this.leave(event));
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
    addEventListener("beforeunload", (event) => this.autosave.unsaved().some((item) => item.failed) && event.preventDefault());
    onAsked(() => void this.letGo());
    leaveForGood();
    this.sending.listen();
    this.lock.listen();
  }

  /// Opens a link, or the round that was used last; what can go wrong has a page each.
  async open(link: string, patience = OTHER_TAB_PATIENCE): Promise<void> {
    this.opening = true;
    try {
      const opened = await this.opener.open(link, this.settings, patience);
      if (!opened) return this.block(new TakeUp(this));
      await this.take(opened);
    } catch (error) {
      return this.notOpened(error, link);
    }
    await this.land();
    void this.sending.now();
    void this.renewRound();
  }

  private async notOpened(error: unknown, link: string): Promise<void> {
    const code = error instanceof EngineError || error instanceof NoRound ? error.code : "internal";
    if (link && ["unknown", "unreachable", "bad_text", "not_found"].includes(code)) return this.refuse(code, error);
    if (code === "elsewhere") return this.block(new Elsewhere(this, words.elsewhere));
    this.block(new Trouble(this, code));
  }

  /// That link does not open anything: what was in use before is opened again, and the page for links says why.
  private async refuse(code: string, error: unknown): Promise<void> {
    const why = code === "unreachable" ? words.takeUp.unreachable : error instanceof EngineError ? error.message : words.takeUp.refused;
    if (this.settings.round) await this.open("");
    const page = new TakeUp(this, why, code !== "unreachable");
    if (!this.isOpen) return this.blocked instanceof TakeUp || !this.settings.round ? this.block(page) : undefined;
    if (!this.lock.locked && !this.settings.kiosk) await this.go(hrefOf("take-up"), page, true);
  }

  private async take({ opened, texts, interviewer }: OpenedRound): Promise<void> {
    this.survey = (JSON.parse(opened.survey) as { survey: Survey }).survey;
    this.round = (JSON.parse(opened.round) as { round: Round }).round;
    this.survey.title = opened.title || this.survey.title;
    this.resultsKey = texts.resultsKey;
    this.interviewer = interviewer;
    this.interview = null;
    this.newQuestions = false;
    surveySpeaks(opened.language || this.survey.languages[0]!);
    this.blocked = null;
    this.opening = false;
    this.firstPage = "";
    if (this.settings.round !== this.round.id) await this.keepRound();
    this.note(navigator.storage?.persisted?.());
  }

  private async keepRound(): Promise<void> {
    this.settings.round = this.round.id;
    await this.keep();
  }

  /// No interviews in this tab: this page stands where they would.
  block(view: FieldView): void {
    this.opening = false;
    this.blocked = view;
    this.sending.stop();
    this.show(view);
  }

  async openLink(link: string): Promise<void> {
    await this.autosave.flush();
    history.replaceState(null, "", hrefOf(""));
    await this.open(link);
  }

  /// The other tab saves what was typed there, then this one has the interviews.
  async takeFromOtherTab(): Promise<void> {
    askForIt();
    await this.open("");
  }

  /// Dates and questions change while the device is away.
  private async renewRound(): Promise<void> {
    const fresh = await this.opener.fresh(this.round.id);
    if (!fresh || !this.isOpen) return;
    this.resultsKey = fresh.resultsKey;
    this.round = (await this.client.call("round", JSON.parse(fresh.round) as object)).round;
    this.newQuestions = fresh.changed;
    this.redraw();
  }

  /// The passcode is wanted now.
  locked(): void {
    void this.autosave.flush().then(() => this.follow());
  }

  private async land(): Promise<void> {
    const { kiosk } = this.settings;
    if (kiosk?.response) await this.guard(async () => this.opened(await this.client.call("open_interview", { response: kiosk.response })));
    await this.arrive();
  }

  // --- which page ------------------------------------------------------------------------------------------------

  async go(href: string, view?: View, replace = false): Promise<void> {
    this.prepared = view ? { href, view } : null;
    if (replace || this.settings.kiosk) history.replaceState(null, "", href);
    else if (location.hash !== href) history.pushState(null, "", href);
    await this.follow();
  }

  private async arrive(): Promise<void> {
    const link = takeLink(OURS);
    await (link && !this.settings.kiosk && !this.lock.locked ? this.openLink(link) : this.follow());
  }

  private async follow(): Promise<void> {
    if (this.opening) return;
    if (this.blocked) return this.show(this.blocked);
    if (this.lock.locked) return this.show(await lockPage(this));
    const [name, rest] = routeOf(location.hash);
    if (name === "language") return this.translate(rest);
    await this.guard(async () => {
      const saved = await this.autosave.flush();
      if (!(await settled()) || (!saved && this.interview && leaving.includes(name))) return this.stay();
      const prepared = this.prepared?.href === location.hash ? this.prepared.view : null;
      this.prepared = null;
      this.show(prepared ?? (await this.viewFor(name, rest)));
    });
  }

  /// What is not saved yet belongs to this interview: no other is opened before it is.
  private stay(): void {
    history.replaceState(null, "", this.address);
    this.focus(".app-not-saved");
  }

  viewAt(href: string): Promise<FieldView> {
    history.replaceState(null, "", href);
    return this.viewFor(...routeOf(href));
  }

  private async viewFor(name: string, rest: string): Promise<FieldView> {
    if (this.settings.kiosk) return this.kioskView(name, rest);
    if (name === "q" || name === "change") return this.questionView(name, rest, () => pages["contents"]!(this, ""));
    return (pages[name] ?? pages[""]!)(this, rest);
  }

  /// The respondent has the device: nothing but this interview's own pages, whatever the address says.
  private async kioskView(name: string, rest: string): Promise<FieldView> {
    if (name === "leave") return kioskPages["leave"]!(this, "");
    if (!this.settings.kiosk!.response || !this.interview) return kioskPages["thanks"]!(this, "");
    if (name === "q" || name === "change") return this.questionView(name, rest, () => kioskPages["contents"]!(this, ""));
    return (kioskPages[name] ?? kioskPages["start"]!)(this, rest);
  }

  private async questionView(name: string, page: string, otherwise: () => ReturnType<Make>): Promise<FieldView> {
    if (!this.interview) return pages[""]!(this, "");
    const reply = await this.client.call("open_page", { page }).catch(notAsked);
    return reply ? this.ask(reply.page, name === "change") : otherwise();
  }

  ask(page: Page, toCheck: boolean): Question {
    return new FieldQuestion(this, page, toCheck);
  }

  isShown(view: View): boolean { return this.view === view; }

  private show(view: FieldView): void {
    const moved = this.view !== null;
    if (!moved) this.root.replaceChildren();
    this.address = location.hash;
    this.view = view;
    if (view instanceof Question) this.place = hrefOf("q", view.page.page);
    this.shown += 1;
    if (!this.news) this.told = "";
    if (moved) scrollTo(0, 0);
    this.redraw();
    if (moved) this.focus("main h1") || this.focus("main");
  }

  redraw(): void {
    if (!this.view) return;
    const status = this.status();
    this.speaker.say(status.state === "not-saved" ? { ...status, words: `${status.words} ${this.reason()}` } : status);
    const line = statusLine(status, this.reason(), { retry: () => void this.autosave.flush(), download: () => void this.downloadNow() });
    const about = this.isOpen && !this.lock.locked;
    render(headView(this, about && !this.settings.kiosk && !this.view.ofInterview ? this.view.name : null), document.getElementById("head")!);
    render(keyed(this.shown, layout(this.view, this.languages(), this.above(), line)), this.root);
    this.news = false;
    for (const form of this.root.querySelectorAll("form")) form.autocomplete = "off";
    document.title = `${this.view.isWrong ? text.error["titlePrefix"] : ""}${this.view.title}${words.titleEnd}`;
  }

  /// Of an interview where it is saved, else what is on its way to the hub.
  private status(): Status {
    const { saving } = this.autosave;
    const asks = this.view!.ofInterview && this.isOpen && !this.lock.locked;
    if (asks || saving.state === "failed") return statusOf(saving, this.autosave.unsaved().length > 0, true, navigator.onLine);
    return this.isOpen ? sendingWords(this) : { state: "none", words: "" };
  }

  private languages(): Parameters<typeof layout>[1] {
    const { survey, view } = this;
    return view?.ofInterview && this.isOpen && !this.lock.locked ? { all: survey.languages, now: this.settings.language || survey.languages[0]! } : null;
  }

  private above(): TemplateResult {
    const { view, told } = this;
    const apart = this.lock.locked || this.settings?.kiosk || !this.isOpen;
    return html`${this.updates.waiting && !apart ? this.updates.draw(() => void this.update()) : nothing}
      ${told ? html`<div class="govuk-notification-banner" role="region" aria-labelledby="told" data-told>
        <div class="govuk-notification-banner__header"><h2 class="govuk-notification-banner__title" id="told">${words.done}</h2></div>
        <div class="govuk-notification-banner__content"><p class="govuk-notification-banner__heading">${told}</p></div></div>` : nothing}
      ${this.newQuestions && !apart && !view?.ofInterview ? inset(html`<p class="govuk-body" data-new-questions>${words.newQuestions.text}
        <button type="button" class="app-link-button" @click=${() => void this.open("")}>${words.newQuestions.button}</button></p>`) : nothing}
      ${this.client.low ? inset(html`<p class="govuk-body" data-low>${text.status.low}</p>`) : nothing}
      ${view instanceof Question ? noticeViews(view.page.notices) : nothing}`;
  }

  focus(selector: string): boolean {
    const found = this.root.querySelector<HTMLElement>(selector);
    found?.focus();
    return found !== null;
  }

  tell(said: string): void {
    this.told = said;
    this.news = true;
    document.getElementById("said")!.textContent = said;
  }

  private pressed(event: Event): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a.govuk-skip-link, a[data-language]");
    if (!link) return;
    event.preventDefault();
    if ("language" in link.dataset) return void this.translate(link.lang);
    this.focus("main");
  }

  async translate(language: string): Promise<void> {
    await this.guard(async () => {
      await this.autosave.flush();
      if (this.survey.languages.includes(language)) {
        this.survey.title = await this.client.speak(language);
        surveySpeaks(language);
        this.settings.language = language;
        await this.keep();
      }
      await this.go(this.address || hrefOf(""), undefined, true);
    });
  }

  // --- interviews ------------------------------------------------------------------------------------------------

  /// Pressed twice it is one interview.
  async nextInterview(): Promise<void> {
    if (this.beginning) return;
    this.beginning = true;
    await this.beginInterview().finally(() => (this.beginning = false));
  }

  private async beginInterview(): Promise<void> {
    const { language } = this.settings;
    const opened = await this.client.call("begin_interview", language ? { language } : {});
    const { kiosk } = this.settings;
    if (kiosk) kiosk.response = opened.interview.response;
    if (kiosk) await this.keep();
    this.opened(opened);
    this.firstPage ||= (await this.client.call("contents")).sections[0]?.pages[0]?.page ?? "";
    await this.go(kiosk ? hrefOf("start") : hrefOf("q", this.firstPage));
  }

  async openInterview(which: { response: string } | { number: number }): Promise<InterviewOpened> {
    const opened = await this.client.call("open_interview", which);
    this.opened(opened);
    return opened;
  }

  private opened({ interview, comments, response, page, at }: InterviewOpened): void {
    this.interview = interview;
    this.comments = comments;
    this.place = at === "page" && page ? hrefOf("q", page.page) : null;
    this.autosave.remember(response?.updated ?? null);
    void this.screen.hold();
  }

  /// It is no longer what the pages are about.
  closeInterview(): void {
    this.interview = null;
    this.place = null;
    this.comments = {};
    this.autosave.remember(null);
    void this.screen.release();
  }

  async handOver(): Promise<void> {
    this.settings.kiosk = { response: this.interview!.response };
    await this.keep();
    await this.go(hrefOf("start"));
  }

  async takeBack(): Promise<void> {
    this.settings.kiosk = null;
    await this.keep();
    this.closeInterview();
    await this.go(hrefOf(""));
  }

  /// The respondent's interview is finished: from here on nothing of it can be reached.
  async handBack(): Promise<void> {
    this.settings.kiosk = { response: "" };
    await this.keep();
    this.closeInterview();
    await this.go(hrefOf("thanks"));
  }

  private answered(reply: Replies["answer"]): void {
    if (reply.reopened && this.interview) this.interview = { ...this.interview, status: "draft" };
    if (this.view instanceof Question) this.view.update(reply.changed);
  }

  private attached(reply: FieldReplies["attach_end"], node: number): void {
    const field = this.view instanceof Question ? this.view.page.fields.find((each) => each.node === node) : null;
    if (field) field.value = reply.value;
    this.autosave.remember(reply.saved_at);
    this.answered(reply);
    this.redraw();
  }

  finished({ interview, response }: FieldReplies["finish"]): void {
    this.interview = interview!;
    this.autosave.remember(response!.finished);
    void this.screen.release();
    this.sending.finished();
  }

  async heard(): Promise<void> {
    if (!this.isOpen) return;
    this.interviewer = (await this.client.call("interviewer")).interviewer;
    await this.view?.renew?.();
    this.redraw();
  }

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

  /// Once, when the first answers are given, and never waited for: Firefox asks the person.
  askToPersist(): void {
    if (this.askedToPersist) return;
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

  keep(): Promise<void> { return keepSettings(this.settings); }

  async removeEverything(): Promise<void> {
    this.sending.stop();
    await this.client.wipe();
    await forgetSettings();
    await this.updates.forget();
    this.block(removedPage);
  }

  // --- leaving ---------------------------------------------------------------------------------------------------

  private leave(event: PageTransitionEvent): void {
    void this.autosave.flush();
    if (event.persisted) this.client.drop();
  }

  private async letGo(): Promise<void> {
    if (this.blocked) return;
    await this.autosave.flush();
    this.sending.stop();
    await this.client.close();
    this.block(new Elsewhere(this, words.elsewhere));
  }

  private async update(): Promise<void> {
    if (await this.autosave.flush()) this.updates.apply();
  }
}

function notAsked(error: unknown): null {
  if (error instanceof EngineError && error.code === "not_found") return null;
  throw error;
}
