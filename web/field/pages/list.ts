// All interviews on this device: how many of what, finding one, going on with it, and the next.
import { html, nothing, type TemplateResult } from "lit-html";
import { inset } from "../../components/layout.ts";
import { EngineError } from "../../engine/client.ts";
import { hrefOf } from "../../view.ts";
import { button, heading, input, paragraph, select, warning, type Option } from "../controls.ts";
import type { Desk, FieldView } from "../desk.ts";
import { outcomes, type FieldReplies, type Interview, type InterviewStatus } from "../replies.ts";
import { words } from "../text/text.ts";

const PAGE = 50;
const DAY = 86_400_000;
const TYPING_PAUSE = 150;
const statuses: InterviewStatus[] = ["draft", "finished", "sent", "refused"];

/// How far an interview is, in words.
export function stateOf({ status, outcome, question, of }: Interview, lga: string): string {
  if (status === "draft") return question ? words.list.at(question, of) : words.list.begun;
  const where = { finished: words.list.kept, sent: words.list.sent(lga), refused: words.list.refused(lga) }[status];
  return `${(outcome && words.outcome[outcome]) || words.status[status]}, ${where}`;
}

class List implements FieldView {
  readonly name = "interviews";
  readonly title = words.list.heading;
  private search = "";
  private status = "";
  private outcome = "";
  private offset = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly desk: Desk, private reply: FieldReplies["interviews"]) {}

  draw(): TemplateResult {
    const { counts } = this.reply;
    return html`${heading(words.list.heading)} ${this.reminder()}
      ${button("next", words.list.next, () => void this.desk.guard(() => this.desk.nextInterview()))}
      ${counts.total === 0 ? paragraph(words.list.none) : html`${this.tally()} ${this.filters()} ${this.rows()}`}`;
  }

  async renew(): Promise<void> {
    this.reply = await this.load();
  }

  private load(): Promise<FieldReplies["interviews"]> {
    const { search, status, outcome, offset } = this;
    return this.desk.client.call("interviews", { search: search.trim(), status, outcome, offset, limit: PAGE });
  }

  private reminder(): TemplateResult | typeof nothing {
    const { unsent, oldest_unsent: oldest } = this.reply.counts;
    const age = oldest === null ? 0 : Date.now() - oldest;
    if (age >= 5 * DAY) return html`<div data-reminder="strong">${warning(words.list.veryOld(unsent))}</div>`;
    return age >= DAY ? html`<div data-reminder="mild">${inset(paragraph(words.list.old(unsent)))}</div>` : nothing;
  }

  private tally(): TemplateResult {
    const { counts } = this.reply;
    const row = (name: string, words: string, count: number) => html`<dt>${words}</dt><dd data-count=${name}>${count}</dd>`;
    return html`<h2 class="govuk-heading-m">${words.list.tally}</h2>
      <dl class="field-tally">${row("total", words.list.total, counts.total)}
        ${statuses.filter((status) => counts[status] > 0).map((status) => row(status, words.status[status], counts[status]))}
        ${outcomes.filter((outcome) => counts.outcomes[outcome]).map((outcome) => row(outcome, words.outcome[outcome]!, counts.outcomes[outcome]!))}
        ${row("unsent", words.list.unsent, counts.unsent)}</dl>`;
  }

  private filters(): TemplateResult {
    const all: Option = { value: "", label: words.list.all };
    const choose = (what: "status" | "outcome") => (value: string) => {
      this[what] = value;
      void this.find();
    };
    return html`<div class="field-filters" role="search">
      ${input("search", { label: words.list.search, type: "search" }, (typed) => this.type(typed))}
      ${select("status", words.list.status, [all, ...statuses.map((value) => ({ value, label: words.status[value]! }))], this.status, choose("status"))}
      ${select("outcome", words.list.outcome, [all, ...outcomes.map((value) => ({ value, label: words.outcome[value]! }))], this.outcome, choose("outcome"))}
    </div>`;
  }

  private rows(): TemplateResult {
    const { rows, found } = this.reply;
    const { offset } = this;
    const move = (name: string, said: string, to: number) => button(name, said, () => void this.find(to), "secondary");
    return html`<p class="govuk-body" role="status" data-showing>${found === 0 ? words.list.noneFound : words.list.showing(offset + 1, offset + rows.length, found)}</p>
      <ul class="field-list">${rows.map((each) => this.row(each))}</ul>
      <div class="govuk-button-group">${offset > 0 ? move("earlier", words.list.earlier, offset - PAGE) : nothing}
        ${offset + rows.length < found ? move("later", words.list.later, offset + PAGE) : nothing}</div>`;
  }

  private row(each: Interview): TemplateResult {
    return html`<li data-interview=${each.number} data-status=${each.status}>
      <a class="govuk-link govuk-link--no-visited-state" href=${hrefOf("open", String(each.number))}>${words.interview.which(each.number, each.label)}</a>
      <span>${stateOf(each, this.desk.round.organisation_short)}</span></li>`;
  }

  private type(typed: string): void {
    this.search = typed;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.find(), TYPING_PAUSE);
  }

  private async find(offset = 0): Promise<void> {
    await this.desk.guard(async () => {
      this.offset = Math.max(0, offset);
      await this.renew();
      if (!this.desk.isShown(this)) return;
      this.desk.redraw();
      if (offset > 0) this.desk.focus("[data-interview] a");
    });
  }
}

export async function list(desk: Desk): Promise<FieldView> {
  desk.closeInterview();
  return new List(desk, await desk.client.call("interviews", { limit: PAGE }));
}

/// Goes on with an interview: a draft where it was left, another at what is known of it.
export async function open(desk: Desk, number: string): Promise<FieldView> {
  const opened = await desk.openInterview({ number: Number(number) }).catch(notHere);
  if (!opened) return desk.viewAt(hrefOf(""));
  const { interview, at, page } = opened;
  const href = interview.status !== "draft" ? hrefOf("start") : at === "page" && page ? hrefOf("q", page.page) : hrefOf(at === "check" ? "check" : "start");
  return desk.viewAt(href);
}

function notHere(error: unknown): null {
  if (!(error instanceof EngineError) || error.code !== "not_found") throw error;
  return null;
}
