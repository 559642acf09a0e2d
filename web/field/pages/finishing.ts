// Check the answers, finish, and on to the next.
import { html, nothing, type TemplateResult } from "lit-html";
import { answerList } from "../../components/answer-list.ts";
import { errorSummary } from "../../components/error-summary.ts";
import type { LocatedFinding, Replies } from "../../engine/replies.ts";
import { hiddenNotice, mistake } from "../../pages/check.ts";
import { text } from "../../text/text.ts";
import { hrefOf } from "../../view.ts";
import { button, heading, link, paragraph, radios } from "../controls.ts";
import type { Desk, FieldView } from "../desk.ts";
import { sendingWords } from "../frame.ts";
import type { Interview, Outcome } from "../replies.ts";
import { words } from "../text/text.ts";
import { outcomeOptions } from "./about.ts";
import { interviewBar } from "./asking.ts";
import { list, stateOf } from "./list.ts";

/// Finishes the open interview; `wrong` is told what has to be put right first.
export async function finish(desk: Desk, wrong: (findings: LocatedFinding[]) => Promise<void>): Promise<void> {
  await desk.guard(async () => {
    if (!(await desk.autosave.flush())) return void desk.focus(".app-not-saved");
    const reply = await desk.client.call("finish");
    if (reply.findings) return wrong(reply.findings);
    desk.finished(reply);
    await (desk.settings.kiosk ? desk.handBack() : desk.go(hrefOf("finished")));
  });
}

class Check implements FieldView {
  readonly name = "check";
  readonly title = text.check.heading;
  readonly ofInterview = true;
  readonly back = { href: hrefOf("contents") };
  private findings: LocatedFinding[] = [];
  private finishing = false;

  constructor(private readonly desk: Desk, private readonly reply: Replies["check"]) {}

  get isWrong(): boolean { return this.findings.length > 0; }

  draw(): TemplateResult {
    return html`${interviewBar(this.desk)} ${errorSummary(this.findings.map(mistake))} ${heading(this.title)}
      ${hiddenNotice(this.reply.hidden)} ${answerList(this.reply.sections)} ${this.outcome()}
      ${button("finish", this.desk.settings.kiosk ? words.kiosk.finishButton : this.desk.interview!.ended ? words.interview.again : words.interview.finishButton, () => void this.finish())}`;
  }

  private outcome(): TemplateResult | typeof nothing {
    const { desk } = this;
    if (desk.settings.kiosk) return nothing;
    const choose = (outcome: Outcome) => desk.guard(async () => {
      desk.interview = (await desk.client.call("set_outcome", { outcome })).interview;
    });
    return radios("outcome", words.interview.outcome, outcomeOptions, desk.interview!.outcome || "complete", (value) => void choose(value as Outcome),
      { hint: words.interview.outcomeHint });
  }

  private async finish(): Promise<void> {
    if (this.finishing) return;
    this.finishing = true;
    await finish(this.desk, async (findings) => {
      this.findings = findings;
      this.desk.redraw();
      this.desk.focus("[data-error-summary]");
    });
    this.finishing = false;
  }
}

export const check = async (desk: Desk): Promise<FieldView> => (desk.interview ? new Check(desk, await desk.client.call("check")) : list(desk));

class Finished implements FieldView {
  readonly name = "finished";
  readonly title: string;
  readonly placesStatus = true;

  constructor(private readonly desk: Desk, private interview: Interview) { this.title = words.interview.finished(interview.number); }

  /// It is called sent when the hub has said so.
  async renew(): Promise<void> {
    const { number } = this.interview;
    const { rows } = await this.desk.client.call("interviews", { search: String(number), limit: 10_000 });
    this.interview = rows.find((row) => row.number === number) ?? this.interview;
  }

  draw(): TemplateResult {
    const { desk, interview } = this;
    return html`${heading(this.title)} ${paragraph(words.interview.finishedText)}
      <p class="govuk-body" data-sending=${interview.status}>${interview.status === "finished" ? sendingWords(desk).words : words.interview.now(stateOf(interview, desk.round.organisation_short))}</p>
      ${button("next", words.list.next, () => void this.desk.guard(() => this.desk.nextInterview()))}
      ${link(hrefOf(""), words.interview.list)} ${link(hrefOf("send"), words.send.heading)}`;
  }
}

export const finished = (desk: Desk): FieldView | Promise<FieldView> =>
  desk.interview?.ended ? new Finished(desk, desk.interview) : list(desk);
