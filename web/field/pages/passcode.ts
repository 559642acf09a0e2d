// Setting the passcode, and turning it off with the one that is set.
import { html, nothing, type TemplateResult } from "lit-html";
import { errorSummary } from "../../components/error-summary.ts";
import { inset } from "../../components/layout.ts";
import { hrefOf } from "../../view.ts";
import { button, form, heading, input, paragraph, submit } from "../controls.ts";
import type { Desk, FieldView } from "../desk.ts";
import { makePasscode } from "../lock.ts";
import { words } from "../text/text.ts";

const SHORTEST = 4;
type Box = "old" | "new" | "again";

class PasscodePage implements FieldView {
  readonly name = "passcode";
  readonly title = words.passcode.heading;
  readonly back = { href: hrefOf("device") };
  private typed: Record<Box, string> = { old: "", new: "", again: "" };
  private wrong: { at: Box; words: string } | null = null;

  constructor(private readonly desk: Desk) {}

  get isWrong(): boolean { return this.wrong !== null; }
  private get isSet(): boolean { return this.desk.settings.passcode !== null; }

  draw(): TemplateResult {
    const { passcode } = words, { wrong } = this;
    const mistakes = wrong ? [{ words: wrong.words, href: `#${wrong.at}`, press: () => this.desk.focus(`#${wrong.at}`) }] : [];
    return html`${errorSummary(mistakes)} ${heading(this.title)} ${paragraph(passcode.text)} ${inset(paragraph(passcode.honest))}
      ${paragraph(this.isSet ? passcode.isOn : passcode.isOff)}
      ${form(html`${this.isSet ? this.box("old", passcode.old) : nothing} ${this.box("new", passcode.new, passcode.newHint)} ${this.box("again", passcode.again)}
        <div class="govuk-button-group">${submit("set", passcode.set)} ${this.isSet ? button("off", passcode.off, () => void this.turnOff(), "secondary") : nothing}</div>`, () => void this.set())}`;
  }

  private box(at: Box, label: string, hint = ""): TemplateResult {
    const error = this.wrong?.at === at ? this.wrong.words : "";
    return input(at, { label, hint, error, type: "password", value: this.typed[at] }, (typed) => (this.typed[at] = typed));
  }

  private async set(): Promise<void> {
    const { passcode } = words;
    if (!(await this.knows())) return;
    if (this.typed.new.length < SHORTEST) return this.refuse("new", passcode.short);
    if (this.typed.new !== this.typed.again) return this.refuse("again", passcode.differs);
    await this.keep(await makePasscode(this.typed.new), passcode.done);
  }

  private async turnOff(): Promise<void> {
    if (await this.knows()) await this.keep(null, words.passcode.gone);
  }

  /// Whoever changes the passcode types the one that is set.
  private async knows(): Promise<boolean> {
    const { lock } = this.desk;
    if (await lock.try(this.typed.old)) return true;
    this.refuse("old", lock.wait > 0 ? words.lock.wait(Math.ceil(lock.wait / 1000)) : words.lock.wrong);
    return false;
  }

  private async keep(passcode: Desk["settings"]["passcode"], said: string): Promise<void> {
    this.desk.settings.passcode = passcode;
    await this.desk.guard(() => this.desk.keep());
    this.typed = { old: "", new: "", again: "" };
    this.wrong = null;
    this.desk.tell(said);
    await (this.desk.interview ? this.desk.go(hrefOf("kiosk")) : this.desk.redraw());
  }

  private refuse(at: Box, why: string): void {
    this.wrong = { at, words: why };
    this.desk.redraw();
    this.desk.focus("[data-error-summary]");
  }
}

export const passcode = (desk: Desk): FieldView => new PasscodePage(desk);
