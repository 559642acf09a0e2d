// The results page: what is open, what was asked for, what is shown.
import { html, nothing, render, type TemplateResult } from "lit-html";
import { download } from "../download.ts";
import { Updates } from "../offline/updates.ts";
import { Api, ApiError } from "../team/api.ts";
import { routeOf } from "../view.ts";
import { ResultsClient, ResultsError } from "./client.ts";
import type { Asked, Desk, Mistake, Progress } from "./desk.ts";
import { openingView, RoundView } from "./opening.ts";
import { forgetRecords, keepLog, keepRecord, keepShown, logOf, newKey, recordsOf, type Record } from "./records.ts";
import type { Counted, LogLine, Shown } from "./replies.ts";
import { OtherView, Showing } from "./showing.ts";
import { words } from "./text/text.ts";

const nothingAsked = (): Asked => ({ by: "", rows: "", columns: "", only: [] });
/// What takes no longer than this shows no progress.
const PATIENCE = 300;

export class ResultsPage implements Desk {
  counted: Counted | null = null;
  files: string[] = [];
  shown: Shown | null = null;
  log: LogLine[] = [];
  asked = nothingAsked();
  progress: Progress | null = null;
  busy = false;
  mistake: Mistake | null = null;
  private readonly client = new ResultsClient();
  private readonly updates = new Updates(() => this.redraw());
  private record: Record | null = null;
  /// Records that came as files, beside those of this device.
  private brought: string[] = [];
  private page: { draw(): TemplateResult } = { draw: () => openingView(this) };
  private pageName = "open";
  private readonly view = document.getElementById("view")!;

  get offline(): boolean { return this.updates.offline; }

  async begin(): Promise<void> {
    this.listen();
    this.follow();
    this.client.start().catch(() => undefined);
    await this.updates.begin();
  }

  redraw(): void {
    render(this.head(), document.getElementById("head")!);
    render(html`${this.updates.waiting ? this.update() : nothing}<main class="govuk-main-wrapper" tabindex="-1" data-page=${this.pageName} aria-busy=${this.busy}>
      ${this.wrong()}${this.page.draw()}</main>`, this.view);
    document.title = (this.mistake ? words.errorTitle : "") + (this.counted?.title ?? words.open.heading) + words.titleEnd;
  }

  focus(selector: string): void {
    this.view.querySelector<HTMLElement>(selector)?.focus();
  }

  async take(files: File[]): Promise<void> {
    await this.work("#files", async () => {
      const results = await this.sorted(files);
      if (results.length === 0 && this.files.length === 0) return this.fail("#files", words.wrong.none);
      for (const file of results) await this.takeOne(file);
      await this.count("");
    });
  }

  async takeRound(id: string, reason: string): Promise<void> {
    if (!reason) return this.fail("#reason", words.round.needsReason);
    await this.work("#reason", async () => {
      const api = new Api();
      if (!api.signedIn) return this.fail("#reason", words.round.signedOut);
      const { round } = await api.get<{ round: object }>(`rounds/${encodeURIComponent(id)}`);
      const { name, bytes } = await api.file(`team/rounds/${encodeURIComponent(id)}/export`, { format: "takestock", unverified: "without", reason });
      await this.client.call("round", { text: JSON.stringify(round) });
      await this.takeOne(new File([bytes], name));
      await this.count("");
    });
  }

  async chooseSurvey(survey: string): Promise<void> {
    await this.work("#survey", () => this.count(survey));
  }

  async show(asked: Asked): Promise<void> {
    await this.work("#by", () => this.publish(asked, {}));
  }

  async identified(reason: string): Promise<void> {
    if (!reason) return this.fail("#reason", words.identified.needsReason);
    await this.work("#reason", () => this.publish(this.asked, { identified: true, reason }));
  }

  async save(format: string): Promise<void> {
    await this.work("#save", async () => this.hand(await this.client.make("save", { format })));
  }

  async saveRecord(): Promise<void> {
    await this.work("#save", async () => this.hand(await this.client.make("record")));
  }

  async beginAnew(reason: string): Promise<void> {
    if (!reason) return this.fail("#reason", words.other.needsReason);
    const { survey } = this.counted!;
    await this.work("#reason", async () => {
      await keepLog({ at: Date.now(), reason, survey, asked: [words.other.button] });
      await forgetRecords(survey);
      this.brought = [];
      await this.count(survey);
    });
  }

  async close(): Promise<void> {
    await this.work("#files", () => this.client.call("forget"));
    this.counted = this.shown = this.record = null;
    this.files = this.brought = [];
    this.asked = nothingAsked();
    history.replaceState(null, "", "#/");
    this.turnTo("open", { draw: () => openingView(this) });
  }

  // --- taking in

  /// Results files in their order; what else is known is taken at once: rounds, and records of what was shown.
  private async sorted(files: File[]): Promise<File[]> {
    const results: File[] = [];
    for (const file of files) {
      if (!file.name.endsWith(".json")) results.push(file);
      else if ((await file.slice(0, 100).text()).includes('"takestock-released"')) this.brought.push(await file.text());
      else await this.client.call("round", { text: await file.text() }).catch((error: unknown) => this.ofFile(error, file.name));
    }
    return results;
  }

  private ofFile(error: unknown, name: string): never {
    throw error instanceof ResultsError ? new ResultsError({ ...error.failure, where: name }) : error;
  }

  private async takeOne(file: File): Promise<void> {
    await this.client.take(file, (part) => this.tell({ words: words.open.reading(file.name), part }));
    if (!this.files.includes(file.name)) this.files = [...this.files, file.name];
  }

  private async count(survey: string): Promise<void> {
    this.tell({ words: words.open.counting, part: null });
    this.shown = this.record = null;
    const counted = await this.client.call("count", survey ? { survey } : {});
    this.counted = counted;
    this.asked = nothingAsked();
    if (!(await this.recall(counted))) return this.turnTo("other", new OtherView(this));
    await this.publish(this.asked, {});
    this.log = await logOf();
    this.turnTo("results", new Showing(this, counted));
  }

  /// Goes on from what was shown of these responses before; false: nothing may be shown beside it.
  private async recall({ survey }: Counted): Promise<boolean> {
    const kept = await recordsOf(survey);
    const records = [...kept, ...this.brought.map((text) => ({ key: newKey(survey), text }))];
    const { recalled, at } = await this.client.call("recall", { records: records.map(({ text }) => text) });
    this.record = { key: recalled === "none" ? newKey(survey) : records[at]!.key, text: "" };
    return recalled !== "other";
  }

  // --- showing

  /// What is shown is remembered before it is shown.
  private async publish(asked: Asked, identified: { identified?: true; reason?: string }): Promise<void> {
    const { by, rows, columns, only } = asked;
    const shown = await this.client.call("publish", { measures: ["all"], by, tables: rows ? [[rows, columns]] : [], where: only, ...identified });
    if (shown.log) await keepLog(shown.log);
    else await this.remember();
    if (shown.log) this.log = await logOf();
    this.asked = asked;
    this.shown = shown;
    this.say(words.results.shown(shown.responded));
  }

  private async remember(): Promise<void> {
    const { key, text } = this.record!;
    if (!text) await this.keepResponses(key);
    const { bytes } = await this.client.make("record", { ledger: true });
    await keepShown(key, new TextDecoder().decode(bytes));
  }

  /// Once for each state of the data.
  private async keepResponses(key: string): Promise<void> {
    const { bytes } = await this.client.make("record");
    this.record = { key, text: new TextDecoder().decode(bytes) };
    await keepRecord(this.record);
  }

  private hand({ info, bytes }: Awaited<ReturnType<ResultsClient["make"]>>): void {
    download({ name: info.name, type: info.type, bytes });
    this.say(words.save.done(info.name));
  }

  // --- the page

  private listen(): void {
    addEventListener("hashchange", () => this.follow());
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event: DragEvent) => {
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0 && !this.busy) void this.take(files);
    });
  }

  private follow(): void {
    const [name, id] = routeOf(location.hash);
    if (this.counted) return;
    if (name === "round" && id) this.turnTo("round", new RoundView(this, id));
    else this.turnTo("open", { draw: () => openingView(this) });
  }

  private turnTo(name: string, page: { draw(): TemplateResult }): void {
    const first = this.view.querySelector("[data-page=opening]") !== null;
    if (first) this.view.textContent = "";
    this.pageName = name;
    this.page = page;
    this.redraw();
    if (first) return;
    scrollTo(0, 0);
    this.focus("h1");
  }

  /// One thing at a time; what goes wrong is said at `place`.
  private async work(place: string, task: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.mistake = null;
    this.redraw();
    const slow = setTimeout(() => this.tell({ words: words.working, part: null }), PATIENCE);
    const before = this.shown;
    await task().catch((error: unknown) => this.fail(place, this.complaint(error)));
    clearTimeout(slow);
    this.busy = false;
    this.progress = null;
    this.redraw();
    if (this.mistake) this.focus("[data-error-summary]");
    else if (before && this.shown !== before) this.focus("#results");
  }

  private fail(href: string, said: string): void {
    this.mistake = { words: said, href };
    this.redraw();
    this.focus("[data-error-summary]");
  }

  private complaint(error: unknown): string {
    const { wrong } = words;
    if (error instanceof ApiError) return error.status === 401 ? words.round.signedOut : wrong.hub(error.message);
    if (error instanceof DOMException) return wrong.noKeeping;
    if (!(error instanceof ResultsError)) throw error;
    const { code, message, where } = error.failure;
    if (code === "sealed") return wrong.sealed(where);
    if (code === "unreadable") return wrong.unreadable(where);
    if (code === "crashed") return this.gone();
    if (code === "limit") return words.results.limit;
    return where ? wrong.file(where, message) : message;
  }

  /// The engine has stopped, and with it all that was opened.
  private gone(): string {
    this.counted = this.shown = this.record = null;
    this.files = [];
    this.turnTo("open", { draw: () => openingView(this) });
    return words.wrong.crashed;
  }

  private tell(progress: Progress): void {
    if (!this.busy) return;
    this.progress = progress;
    this.redraw();
  }

  private say(said: string): void {
    document.getElementById("said")!.textContent = said;
  }

  private wrong(): TemplateResult | typeof nothing {
    if (!this.mistake) return nothing;
    const { words: said, href } = this.mistake;
    return html`<div class="govuk-error-summary" tabindex="-1" data-error-summary><div role="alert"><h2 class="govuk-error-summary__title">${words.wrong.heading}</h2>
      <div class="govuk-error-summary__body"><ul class="govuk-list govuk-error-summary__list"><li><a href=${href} @click=${(event: Event) => {
        event.preventDefault();
        this.focus(href);
      }}>${said}</a></li></ul></div></div></div>`;
  }

  private update(): TemplateResult {
    return html`<div class="govuk-inset-text" data-update>${words.open.update}
      <button type="button" class="app-link-button" @click=${() => this.updates.apply()}>${words.open.updateButton}</button></div>`;
  }

  private head(): TemplateResult {
    return html`<header><div class="govuk-generic-header"><div class="govuk-generic-header__container govuk-width-container">
      <div class="govuk-generic-header__logo"><span class="govuk-generic-header__homepage-link">${words.product}</span></div></div></div></header>`;
  }
}
