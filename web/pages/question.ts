// One page of questions: draws what the engine sent, hands on what is answered, and goes where the engine says.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Autosave } from "../autosave.ts";
import { canBeCleared, clear, headingSize, idOf, numbered, type Asked, type Part } from "../components/asked.ts";
import { errorSummary, type Mistake } from "../components/error-summary.ts";
import { fieldView } from "../components/field.ts";
import { tooLong } from "../components/status-line.ts";
import type { Client } from "../engine/client.ts";
import type { Field, Finding, Page, Value } from "../engine/replies.ts";
import { inSurvey, text } from "../text/text.ts";
import { hrefOf, type View } from "../view.ts";

/// What a page of questions needs of the application.
export interface Asking {
  readonly autosave: Autosave;
  readonly client: Pick<Client, "call">;
  go(href: string, view?: View): Promise<void>;
  redraw(): void;
  focus(selector: string): boolean;
  guard(action: () => Promise<void>): Promise<void>;
  askToPersist(): void;
  /// That page, as this application shows it.
  ask(page: Page, toCheck: boolean): Question;
}

type Change = (field: Field, value: Value, when: "now" | "soon") => void;

/// Draws the questions of a page that has an appearance of its own.
export type Fields = (fields: Field[], asked: (field: Field) => Asked) => unknown;
const eachAlone: Fields = (fields, asked) => fields.map((field) => fieldView(asked(field)));

/// How a page of questions looks; also drawn into the HTML when the page is built.
export interface Look {
  page: Page;
  fields?: Fields | undefined;
  wrong: Map<string, string>;
  status: TemplateResult;
  change: Change;
  go(): void;
}

export const caption = ({ section }: Page): TemplateResult | typeof nothing =>
  section
    ? html`<p class="app-caption">${section.of > 1 ? text.question.section(section.index, section.of, section.label) : section.label}</p>`
    : nothing;

function asked(look: Look, field: Field): Asked {
  return {
    field,
    alone: look.page.kind !== "questions",
    error: look.wrong.get(field.name) ?? null,
    change: (value, when) => look.change(field, value, when),
  };
}

/// Under Continue, so that Continue stays where it is when the link comes.
function clearAlone(look: Look): Part {
  const [field] = look.page.fields;
  return field && look.page.kind !== "questions" && canBeCleared(field) ? clear(asked(look, field)) : nothing;
}

export function questionBody(look: Look): TemplateResult {
  const { page } = look;
  const heading = html`<h1 class="govuk-heading-${headingSize(page.heading)} app-text" tabindex="-1" lang=${inSurvey()}>${numbered(page.number, page.heading)}</h1>`;
  const send = (event: Event) => (event.preventDefault(), look.go());
  return html`${caption(page)}
    <form novalidate @submit=${send}>
      ${page.kind === "questions" && page.heading ? heading : nothing}
      ${(look.fields ?? eachAlone)(page.fields.filter((field) => field.relevant), (field) => asked(look, field))}
      <div class="app-go"><button type="submit" class="govuk-button" data-continue>${text.continue}</button>${look.status}</div>
    </form>
    ${clearAlone(look)}
    <p class="govuk-body app-actions"><a class="govuk-link govuk-link--no-visited-state" href=${hrefOf("contents")}>${text.question.contents}</a></p>`;
}

/// A heading for the browser's title: the first paragraph.
export const titleOf = ({ heading, number, fields }: Page): string =>
  (number ? `${text.question.number(number)} ` : "") + ((heading || fields[0]?.label) ?? "").split("\n")[0]!;

export class Question implements View {
  readonly name = "question";
  readonly placesStatus = true;
  private readonly wrong = new Map<string, string>();
  private going = false;
  private fields?: Fields;

  constructor(private readonly app: Asking, readonly page: Page, readonly toCheck: boolean) {
    if (page.appearance.includes("budget")) this.drawAsBudget().catch(() => undefined);
    for (const field of page.fields) {
      const waiting = app.autosave.value(field.name);
      if (waiting) field.value = waiting.value;
    }
  }

  get title(): string { return titleOf(this.page); }
  get isWrong(): boolean { return this.wrong.size > 0; }
  get back(): NonNullable<View["back"]> { return this.toCheck ? { href: hrefOf("check") } : { press: () => void this.goBack() }; }

  draw(status: TemplateResult): TemplateResult {
    return html`${errorSummary(this.mistakes())} ${questionBody({
      page: this.page,
      fields: this.fields,
      wrong: this.wrong,
      status,
      change: (field, value, when) => this.change(field, value, when),
      go: () => void this.goOn(),
    })}`;
  }

  /// Where that cannot be fetched the amounts can be set as on any other page.
  private async drawAsBudget(): Promise<void> {
    this.fields = (await import("../components/budget.ts")).budget(html, fieldView);
    this.app.redraw();
  }

  change(field: Field, value: Value, when: "now" | "soon"): void {
    field.value = value;
    this.app.autosave.change(field.name, field.label, value, when);
    if (when === "now") this.app.redraw();
  }

  /// Fields of this page that an answer changed: shown or hidden, other choices, a new calculated value.
  update(changed: Field[]): void {
    for (const field of changed) {
      const at = this.page.fields.findIndex((each) => each.name === field.name);
      if (at >= 0 && !this.app.autosave.value(field.name)) this.page.fields[at] = field;
    }
    if (changed.length > 0) this.app.redraw();
  }

  async goOn(): Promise<void> {
    if (this.going) return;
    this.going = true;
    await this.app.guard(() => this.leave());
    this.going = false;
  }

  private async leave(): Promise<void> {
    this.app.askToPersist();
    if (!(await this.app.autosave.flush())) return this.notSaved();
    const reply = await this.app.client.call("continue", { page: this.page.page, to_check: this.toCheck });
    if (reply.findings) return this.putRight(new Map(reply.findings.map((finding) => [finding.name, wordsFor(finding)])));
    if (reply.page) await this.app.go(hrefOf("q", reply.page.page), this.app.ask(reply.page, false));
    else await this.app.go(hrefOf("check"));
  }

  private notSaved(): void {
    const long = this.app.autosave.unsaved().filter((item) => item.failed === "limit");
    if (long.length > 0) this.putRight(new Map(long.map((item) => [item.name, tooLong(item)])));
    else this.app.focus(".app-not-saved");
  }

  private putRight(wrong: Map<string, string>): void {
    this.wrong.clear();
    for (const [name, words] of wrong) this.wrong.set(name, words);
    this.app.redraw();
    this.app.focus("[data-error-summary]");
  }

  private mistakes(): Mistake[] {
    return this.page.fields.flatMap((field) => {
      const wrong = this.wrong.get(field.name);
      const id = idOf(field);
      const which = this.page.kind === "questions" ? `${numbered(field.number, field.label.split("\n")[0]!)}: ` : "";
      return wrong ? [{ words: which + wrong, href: `#${id}`, press: () => this.app.focus(`#${CSS.escape(id)}`) }] : [];
    });
  }

  private async goBack(): Promise<void> {
    await this.app.guard(async () => {
      await this.app.autosave.flush();
      const reply = await this.app.client.call("back", { page: this.page.page });
      if (reply.page) await this.app.go(hrefOf("q", reply.page.page), this.app.ask(reply.page, false));
      else await this.app.go(hrefOf("start"));
    });
  }
}

/// The author's sentence, or ours for that kind of mistake.
export const wordsFor = (finding: Finding): string => finding.text || text.error[finding.code] || text.error["constraint"]!;
