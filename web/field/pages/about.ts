// One interview: what it is called here, how it ended, where it stands, and what can be done with it.
import { html, nothing, type TemplateResult } from "lit-html";
import { errorSummary } from "../../components/error-summary.ts";
import { inset } from "../../components/layout.ts";
import { fullDate } from "../../text/text.ts";
import { hrefOf } from "../../view.ts";
import { placeView } from "../capture/place.ts";
import type { Position } from "../capture/positioning.ts";
import { button, facts, form, heading, input, link, radios, submit } from "../controls.ts";
import type { Desk, FieldView } from "../desk.ts";
import { outcomes, type Interview, type Outcome } from "../replies.ts";
import { words } from "../text/text.ts";
import { finish } from "./finishing.ts";
import { list, stateOf } from "./list.ts";

export const outcomeOptions = outcomes.map((value) => ({ value, label: words.outcome[value]! }));

class About implements FieldView {
  readonly name = "start";
  readonly ofInterview = true;
  readonly back = { href: hrefOf("") };
  private label: string;
  private wrong = "";

  constructor(private readonly desk: Desk) { this.label = this.interview.label; }

  get title(): string { return words.interview.heading(this.interview.number); }
  get isWrong(): boolean { return this.wrong !== ""; }
  private get interview(): Interview { return this.desk.interview!; }
  private get isDraft(): boolean { return this.interview.status === "draft"; }

  draw(): TemplateResult {
    const mistakes = this.wrong ? [{ words: this.wrong, href: "#outcome", press: () => this.desk.focus("#outcome") }] : [];
    return html`${errorSummary(mistakes)} ${heading(this.title)}
      ${this.isDraft && this.interview.ended ? inset(html`<p class="govuk-body">${words.interview.changing}</p>`) : nothing}
      <div class="govuk-button-group">${this.doors()}</div>
      ${this.labelling()} ${this.outcomes()}
      ${placeView({ interview: this.interview.response, position: this.interview.position, set: (position) => this.setPosition(position) })}
      <h2 class="govuk-heading-m">${words.interview.about}</h2> ${this.state()}
      ${link(hrefOf("delete", String(this.interview.number)), words.interview.remove)}`;
  }

  private doors(): TemplateResult {
    const { interview } = words;
    const go = () => void this.desk.go(this.isDraft ? (this.desk.place ?? hrefOf("contents")) : hrefOf("contents"));
    return html`${button("go-on", this.isDraft ? interview.go : interview.change, go)}
      ${this.isDraft ? button("check", interview.check, () => void this.desk.go(hrefOf("check")), "secondary") : nothing}
      ${this.isDraft ? button("hand-over", interview.handOver, () => void this.desk.go(hrefOf("kiosk")), "secondary") : nothing}
      ${button("pause", interview.pause, () => void this.desk.go(hrefOf("")), "secondary")}`;
  }

  private labelling(): TemplateResult {
    const { interview } = words;
    const left = (event: Event) => void ((event.target as HTMLElement).id === "label" && this.keepLabel());
    return html`<div @change=${left}>${form(html`${input("label", { label: interview.label, hint: interview.labelHint, value: this.label }, (typed) => (this.label = typed))}
      ${submit("label", interview.save, "secondary")}`, () => void this.saveLabel())}</div>`;
  }

  private outcomes(): TemplateResult {
    const { interview } = words;
    return form(html`${radios("outcome", interview.outcome, outcomeOptions, this.interview.outcome, (value) => void this.setOutcome(value as Outcome),
      { hint: interview.outcomeHint, error: this.wrong })}
      ${this.isDraft ? submit("finish-now", interview.finish, "secondary") : nothing}`, () => void this.finishNow());
  }

  private state(): TemplateResult {
    const { started, ended, sent, attachments } = this.interview;
    const { interview } = words;
    const rows: [string, unknown][] = [[interview.state, stateOf(this.interview, this.desk.round.organisation_short)], [interview.started, fullDate(started)]];
    if (ended) rows.push([interview.ended, fullDate(ended)]);
    if (sent) rows.push([interview.sentAt, fullDate(sent)]);
    if (attachments) rows.push([interview.files, attachments]);
    return facts(rows);
  }

  private async saveLabel(): Promise<void> {
    await this.keepLabel();
    if (this.interview.label !== this.label.trim()) return;
    this.desk.tell(words.interview.labelSaved);
    this.desk.redraw();
  }

  private keepLabel(): Promise<void> {
    return this.desk.guard(async () => {
      this.desk.interview = (await this.desk.client.call("set_label", { label: this.label.trim() })).interview;
    });
  }

  private async setOutcome(outcome: Outcome): Promise<void> {
    await this.desk.guard(async () => {
      this.desk.interview = (await this.desk.client.call("set_outcome", { outcome })).interview;
      this.wrong = "";
      this.desk.redraw();
    });
  }

  private async setPosition(position: Position | null): Promise<boolean> {
    const request = position ? { latitude: position.latitude, longitude: position.longitude, accuracy: position.accuracy, at: position.at } : {};
    const reply = await this.desk.client.call("set_position", request).catch(() => null);
    if (reply) this.desk.interview = reply.interview;
    return reply !== null;
  }

  private async finishNow(): Promise<void> {
    if (this.interview.outcome) return finish(this.desk, () => this.desk.go(hrefOf("check")));
    this.wrong = words.interview.noOutcome;
    this.desk.redraw();
    this.desk.focus("[data-error-summary]");
  }
}

export const about = (desk: Desk): FieldView | Promise<FieldView> => (desk.interview ? new About(desk) : list(desk));
