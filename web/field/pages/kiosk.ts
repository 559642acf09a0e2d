// The respondent has the device: before, at the end, and back to the interviewer by the passcode; and the locked page.
import { html, nothing, type TemplateResult } from "lit-html";
import { errorSummary } from "../../components/error-summary.ts";
import { paragraphs } from "../../components/layout.ts";
import { hrefOf } from "../../view.ts";
import { makeResultsFile, save } from "../carrying.ts";
import { button, form, heading, input, link, paragraph, submit } from "../controls.ts";
import type { Desk, FieldView } from "../desk.ts";
import { words } from "../text/text.ts";
import { list } from "./list.ts";

class HandOver implements FieldView {
  readonly name = "kiosk";
  readonly title = words.kiosk.heading;
  readonly back = { href: hrefOf("start") };

  constructor(private readonly desk: Desk) {}

  draw(): TemplateResult {
    const { kiosk } = words;
    return html`${heading(this.title)} <ul class="govuk-list govuk-list--bullet">${kiosk.text.map((each) => html`<li>${each}</li>`)}</ul>
      ${this.desk.settings.passcode
        ? button("hand-over", kiosk.button, () => void this.desk.guard(() => this.desk.handOver()))
        : html`${paragraph(kiosk.needs)} ${button("passcode", kiosk.set, () => void this.desk.go(hrefOf("passcode")))}`}`;
  }
}

export const handOver = (desk: Desk): FieldView | Promise<FieldView> => (desk.interview ? new HandOver(desk) : list(desk));

class Welcome implements FieldView {
  readonly name = "welcome";
  readonly ofInterview = true;

  constructor(private readonly desk: Desk, private readonly firstPage: string) {}

  get title(): string { return this.desk.survey.title; }

  draw(): TemplateResult {
    const { round, place } = this.desk;
    return html`${heading(this.title)} <h2 class="govuk-heading-m">${words.kiosk.promise}</h2> ${paragraphs(round.promise)} ${link(hrefOf("privacy"), words.device.privacy)}
      ${button("begin", place ? words.kiosk.goOn : words.kiosk.begin, () => void this.desk.go(place ?? hrefOf("q", this.firstPage)))} ${link(hrefOf("leave"), words.kiosk.leave)}`;
  }
}

export const welcome = async (desk: Desk): Promise<FieldView> =>
  new Welcome(desk, (await desk.client.call("contents")).sections[0]?.pages[0]?.page ?? "");

class Thanks implements FieldView {
  readonly name = "thanks";
  readonly title = words.kiosk.thanks;

  constructor(private readonly desk: Desk) {}

  draw(): TemplateResult {
    return html`${heading(this.title)} ${paragraph(words.kiosk.thanksText)}
      ${button("next", words.kiosk.next, () => void this.desk.guard(() => this.desk.nextInterview()))} ${link(hrefOf("leave"), words.kiosk.leave)}`;
  }
}

export const thanks = (desk: Desk): FieldView => new Thanks(desk);

/// Asks for the passcode; what it opens is its maker's to say.
class Gate implements FieldView {
  private typed = "";
  private wrong = "";
  private busy = false;
  private said = "";

  constructor(private readonly desk: Desk, readonly name: string, readonly title: string, private readonly opens: () => Promise<void>, readonly back: FieldView["back"]) {}

  get isWrong(): boolean { return this.wrong !== ""; }

  draw(): TemplateResult {
    const { lock } = words, locked = this.name === "lock";
    const mistakes = this.wrong ? [{ words: this.wrong, href: "#passcode", press: () => this.desk.focus("#passcode") }] : [];
    return html`${errorSummary(mistakes)} ${heading(this.title)} ${locked ? paragraph(lock.text) : nothing}
      ${form(html`${input("passcode", { label: lock.label, type: "password", small: true, error: this.wrong, value: this.typed }, (typed) => (this.typed = typed))}
        ${submit("unlock", this.busy ? words.working : locked ? lock.unlock : lock.open)}`, () => void this.try())}
      ${locked ? this.forgotten() : nothing}`;
  }

  private forgotten(): TemplateResult {
    const { lock } = words;
    return html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${lock.forgotten}</span></summary>
      <div class="govuk-details__text">${paragraph(lock.forgottenText)}
        ${this.desk.resultsKey ? button("sealed", lock.sealed, () => void this.desk.guard(() => this.carryOut()), "secondary") : nothing}
        <p class="govuk-body" role="status" data-downloaded>${this.said}</p></div></details>`;
  }

  /// Gives nothing away to who has no passcode.
  private async carryOut(): Promise<void> {
    const file = await makeResultsFile(this.desk, { drafts: true }, this.desk.resultsKey);
    save(file);
    this.said = words.lock.sealedDone(file.count, file.name);
    this.desk.redraw();
  }

  private async try(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.desk.redraw();
    const right = await this.desk.lock.unlock(this.typed);
    this.busy = false;
    this.typed = "";
    if (right) return this.opens();
    const { wait } = this.desk.lock;
    this.wrong = wait > 0 ? words.lock.wait(Math.ceil(wait / 1000)) : words.lock.wrong;
    this.desk.redraw();
    this.desk.focus("[data-error-summary]");
  }
}

export const leave = (desk: Desk): FieldView => new Gate(desk, "leave", words.kiosk.leaveHeading, () => desk.takeBack(), { href: hrefOf("start") });

/// Opened, it leads to where the interviewer was; a respondent's pages that were left lying are taken back.
export const lockPage = (desk: Desk): FieldView =>
  new Gate(desk, "lock", words.lock.heading, () => (desk.settings.kiosk ? desk.takeBack() : desk.go(location.hash, undefined, true)), undefined);
