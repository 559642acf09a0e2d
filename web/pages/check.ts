// Check your answers, and Finish.
import { html, nothing, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import { answerList } from "../components/answer-list.ts";
import { errorSummary, type Mistake } from "../components/error-summary.ts";
import { inset } from "../components/layout.ts";
import type { LocatedFinding, Question, Replies } from "../engine/replies.ts";
import { text } from "../text/text.ts";
import { hrefOf, type View } from "../view.ts";
import { wordsFor } from "./question.ts";

export const mistake = (finding: LocatedFinding): Mistake => ({
  words: `${finding.number ? `${finding.number}. ` : ""}${wordsFor(finding)}`,
  href: finding.page ? hrefOf("change", finding.page) : hrefOf("contents"),
});

/// Answered, but no longer asked.
export function hiddenNotice(hidden: Question[]): TemplateResult | typeof nothing {
  if (hidden.length === 0) return nothing;
  const numbers = hidden.map(({ number }) => number).filter(Boolean);
  return inset(html`<p class="govuk-body">${numbers.length ? text.check.hidden(numbers) : text.check.hiddenOther}</p>`);
}

class Check implements View {
  readonly name = "check";
  readonly title = text.check.heading;
  readonly back = { href: hrefOf("contents") };
  private findings: LocatedFinding[] = [];
  private finishing = false;

  constructor(private readonly app: App, private readonly reply: Replies["check"]) {}

  get isWrong(): boolean { return this.findings.length > 0; }

  draw(): TemplateResult {
    return html`${errorSummary(this.findings.map(mistake))}
      <h1 class="govuk-heading-l" tabindex="-1">${text.check.heading}</h1>
      ${hiddenNotice(this.reply.hidden)} ${answerList(this.reply.sections)}
      ${this.app.sharing.link ? nothing : html`<h2 class="govuk-heading-m">${text.check.before}</h2>
        <p class="govuk-body">${text.check.beforeText}</p>`}
      <button type="button" class="govuk-button" data-finish @click=${() => void this.finish()}>${this.button()}</button>`;
  }

  private button(): string {
    return this.app.sharing.link ? text.check.send(this.app.round.organisation_short) : text.check.finish;
  }

  private async finish(): Promise<void> {
    if (this.finishing) return;
    this.finishing = true;
    await this.app.guard(() => this.send());
    this.finishing = false;
  }

  /// What others have sent comes first, so that nobody replaces what he has not seen.
  private async send(): Promise<void> {
    const { app } = this;
    if (!(await app.sharing.hear())) return app.sharing.conflicts.length ? app.go(hrefOf("choose")) : undefined;
    const reply = await app.client.call("finish");
    if (reply.findings) return this.putRight(reply.findings);
    if (reply.conflicts) return app.go(hrefOf("choose"));
    app.finished(reply.response!);
    await app.sharing.finished();
    await app.go(hrefOf("finished"));
  }

  private putRight(findings: LocatedFinding[]): void {
    this.findings = findings;
    this.app.redraw();
    this.app.focus("[data-error-summary]");
  }
}

export async function check(app: App): Promise<View> {
  return new Check(app, await app.client.call("check"));
}
