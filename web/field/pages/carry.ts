// Carrying interviews out without any network: one file, sealed if wanted, shared or saved.
import { html, nothing, type TemplateResult } from "lit-html";
import { errorSummary } from "../../components/error-summary.ts";
import { EngineError } from "../../engine/client.ts";
import { hrefOf } from "../../view.ts";
import { canShare, makeResultsFile, numbersIn, save, share, type ResultsFile } from "../carrying.ts";
import { button, checkbox, facts, form, heading, input, link, paragraph, radios, submit } from "../controls.ts";
import type { Desk, FieldView } from "../desk.ts";
import type { Counts } from "../replies.ts";
import { loadSodium } from "../seal.ts";
import { words } from "../text/text.ts";

type Which = "all" | "unsent" | "some";

class Carry implements FieldView {
  readonly name = "carry";
  readonly title = words.carry.heading;
  private which: Which = "all";
  private numbers = "";
  private drafts = false;
  private sealed: boolean;
  private wrong = "";
  private busy = false;
  private file: ResultsFile | null = null;
  private said = "";

  constructor(private readonly desk: Desk, private readonly counts: Counts) { this.sealed = desk.resultsKey !== ""; }

  get isWrong(): boolean { return this.wrong !== ""; }

  draw(): TemplateResult {
    const place = this.which === "some" ? "numbers" : "which";
    return html`${errorSummary(this.wrong ? [{ words: this.wrong, href: `#${place}`, press: () => this.desk.focus(`#${place}`) }] : [])} ${heading(this.title)}
      ${paragraph(words.carry.text)} ${this.file ? this.made(this.file) : nothing} ${this.choice()}
      ${link(hrefOf("qr-send"), words.carry.qrSend)} ${link(hrefOf("import"), words.carry.import)} ${link(hrefOf("qr-take"), words.carry.qrTake)}`;
  }

  private choice(): TemplateResult {
    const { carry } = words, { counts } = this;
    const options = [{ value: "all", label: carry.all(counts.total - counts.draft) }, { value: "unsent", label: carry.unsent(counts.unsent) }, { value: "some", label: carry.some }];
    const choose = (value: string) => {
      this.which = value as Which;
      this.desk.redraw();
    };
    return form(html`${radios("which", carry.which, options, this.which, choose)}
      ${this.which === "some" ? input("numbers", { label: carry.numbers, hint: carry.numbersHint, error: this.wrong, value: this.numbers }, (typed) => (this.numbers = typed)) : nothing}
      ${checkbox("drafts", carry.drafts, this.drafts, (on) => (this.drafts = on))}
      ${this.desk.resultsKey ? checkbox("seal", carry.seal, this.sealed, (on) => (this.sealed = on), carry.sealHint) : paragraph(carry.noSeal)}
      ${submit("make", this.busy ? words.working : carry.make)}`, () => void this.make());
  }

  private made(file: ResultsFile): TemplateResult {
    const { carry } = words;
    const sharing = canShare(file);
    return html`<section class="govuk-inset-text" aria-labelledby="made" tabindex="-1" data-made>
      <h2 class="govuk-heading-m" id="made">${carry.made}</h2>
      ${facts([[carry.name, html`<span class="field-mono" data-name>${file.name}</span>`], [carry.count, html`<span data-number>${file.count}</span>`],
        [file.sealed ? carry.sealedDigest : carry.digest, html`<span class="field-mono" data-digest>${file.digest}</span>`]])}
      ${paragraph(carry.digestHint)} ${sharing ? nothing : paragraph(carry.noShare)}
      <div class="govuk-button-group">${sharing ? button("share", carry.share, () => void this.share(file)) : nothing}
        ${button("save", carry.save, () => this.save(file), sharing ? "secondary" : "")}</div>
      <p class="govuk-body" role="status" data-downloaded>${this.said}</p></section>`;
  }

  private save(file: ResultsFile): void {
    save(file);
    this.said = words.carry.saved(file.name);
    this.desk.redraw();
  }

  private async share(file: ResultsFile): Promise<void> {
    this.said = (await share(file)) ? "" : words.carry.notShared;
    this.desk.redraw();
  }

  private async make(): Promise<void> {
    const request = this.busy ? null : await this.request();
    if (!request) return;
    this.busy = true;
    this.wrong = this.said = "";
    this.file = null;
    this.desk.redraw();
    await this.desk.guard(() => this.makeFile(request));
    this.busy = false;
    this.desk.redraw();
    this.desk.focus(this.wrong ? "[data-error-summary]" : "[data-made]");
  }

  private async makeFile(request: object): Promise<void> {
    try {
      const made = await makeResultsFile(this.desk, request, this.sealed ? this.desk.resultsKey : "");
      if (made.count > 0) this.file = made;
      else this.wrong = words.carry.empty;
    } catch (error) {
      if (!(error instanceof EngineError) || !["not_found", "crashed", "limit"].includes(error.code)) throw error;
      this.wrong = error.code === "not_found" ? words.carry.empty : words.carry.large;
    }
  }

  /// What is asked of the engine; null if what was typed names no interviews.
  private async request(): Promise<object | null> {
    const { drafts } = this;
    if (this.which === "all") return { drafts };
    if (this.which === "unsent") return { drafts, responses: await unsent(this.desk, drafts) };
    const numbers = numbersIn(this.numbers);
    if (numbers) return { drafts, numbers };
    this.wrong = words.carry.noNumbers;
    this.desk.redraw();
    this.desk.focus("[data-error-summary]");
    return null;
  }
}

async function unsent({ client }: Desk, drafts: boolean): Promise<string[]> {
  const lists = await Promise.all(["finished", "refused", ...(drafts ? ["draft"] : [])].map((status) => client.call("interviews", { status, limit: 10_000 })));
  return lists.flatMap(({ rows }) => rows.map(({ response }) => response));
}

export async function carry(desk: Desk): Promise<FieldView> {
  if (desk.resultsKey) void loadSodium().catch(() => undefined);
  return new Carry(desk, (await desk.client.call("interviews", { limit: 1 })).counts);
}
