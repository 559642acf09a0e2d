// A fieldworker's link, pasted, or the team code, typed.
import { html, nothing, type TemplateResult } from "lit-html";
import { errorSummary, type Mistake } from "../../components/error-summary.ts";
import { roundOf } from "../../link.ts";
import { hrefOf } from "../../view.ts";
import { form, heading, input, paragraph, submit } from "../controls.ts";
import type { Desk, FieldView } from "../desk.ts";
import { words } from "../text/text.ts";

export class TakeUp implements FieldView {
  readonly name = "take-up";
  private typed = "";
  private round = "";
  private mistake: Mistake | null = null;

  /// `refused`: why the link that was opened just now is none; `mangled`: it may have come to harm on its way.
  constructor(private readonly desk: Desk, private readonly refused = "", private readonly mangled = true) {}

  get title(): string { return this.refused && this.mangled ? words.takeUp.refused : words.takeUp.heading; }
  get isWrong(): boolean { return this.mistake !== null || this.refused !== ""; }
  get back(): FieldView["back"] { return this.desk.interviewer ? { href: hrefOf("") } : undefined; }

  draw(): TemplateResult {
    const { takeUp } = words;
    const wrong = (id: string) => (this.mistake?.href === `#${id}` ? { error: this.mistake.words } : {});
    return html`${errorSummary(this.mistake ? [this.mistake] : [])} ${heading(this.title)} ${this.refused ? this.reasons() : paragraph(takeUp.text)}
      ${form(html`
        ${input("link", { label: takeUp.label, hint: takeUp.hint, ...wrong("link"), value: this.typed }, (typed) => this.type(typed))}
        ${this.needsRound ? input("round", { label: takeUp.round, hint: takeUp.roundHint, ...wrong("round"), value: this.round }, (typed) => (this.round = typed)) : nothing}
        ${submit("open", takeUp.open)}`, () => void this.open())}`;
  }

  private reasons(): TemplateResult {
    const { takeUp } = words;
    return html`<p class="govuk-body" data-refused>${this.refused}</p>
      ${this.mangled ? html`<ul class="govuk-list govuk-list--bullet">${takeUp.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>` : nothing}
      ${paragraph(takeUp.ask)}`;
  }

  /// A code alone does not say of which survey it is.
  private get needsRound(): boolean { return this.typed.trim() !== "" && !roundOf(this.typed); }

  private type(typed: string): void {
    const needed = this.needsRound;
    this.typed = typed;
    if (needed !== this.needsRound) this.desk.redraw();
  }

  private async open(): Promise<void> {
    const { takeUp } = words;
    const round = this.round.trim();
    if (!this.typed.trim()) return this.say("link", takeUp.empty);
    if (this.needsRound && !round) return this.say("round", takeUp.noRound);
    await this.desk.openLink(this.needsRound ? `#/${round.toLowerCase()}/${this.typed.trim()}` : this.typed.trim());
  }

  private say(id: string, said: string): void {
    this.mistake = { words: said, href: `#${id}`, press: () => this.desk.focus(`#${id}`) };
    this.desk.redraw();
    this.desk.focus("[data-error-summary]");
  }
}
