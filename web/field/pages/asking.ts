// The pages of an open interview: whose it is above them, and the interviewer's comments under each question.
import { html, nothing, type TemplateResult } from "lit-html";
import { numbered, type Part } from "../../components/asked.ts";
import type { Field, Page } from "../../engine/replies.ts";
import { Question, type Asking } from "../../pages/question.ts";
import { hrefOf, type View } from "../../view.ts";
import { button } from "../controls.ts";
import type { Desk, FieldView } from "../desk.ts";
import { words } from "../text/text.ts";

/// Which interview it is; the respondent need not see that.
export function interviewBar({ interview, settings, asleep }: Desk): Part {
  if (!interview || settings.kiosk) return nothing;
  return html`<div class="field-bar"><a class="govuk-link govuk-link--no-visited-state" href=${hrefOf("start")}>${words.interview.which(interview.number, interview.label)}</a>
    <a class="govuk-link govuk-link--no-visited-state" href=${hrefOf("")}>${words.interview.pause}</a></div>
    ${asleep ? html`<p class="app-caption" data-awake>${asleep}</p>` : nothing}`;
}

/// A page that the respondents have too, in an interview.
export function ofInterview(desk: Desk, view: View): FieldView {
  return Object.create(view, {
    ofInterview: { value: true },
    draw: { value: (status: TemplateResult) => html`${interviewBar(desk)} ${view.draw(status)}` },
  }) as FieldView;
}

export class FieldQuestion extends Question implements FieldView {
  readonly ofInterview = true;
  private readonly typed = new Map<string, string>();

  constructor(private readonly desk: Desk & Asking, page: Page, toCheck: boolean) {
    super(desk, page, toCheck);
  }

  override draw(status: TemplateResult): TemplateResult {
    return html`${interviewBar(this.desk)} ${super.draw(status)} ${this.desk.settings.kiosk ? nothing : this.comments()}`;
  }

  private comments(): TemplateResult[] {
    return this.page.fields.filter(({ relevant, type }) => relevant && type !== "note").map((field) => this.comment(field));
  }

  private comment(field: Field): TemplateResult {
    const { comment, commentHint, commentSave } = words.interview;
    const id = `comment-${field.name}`, stored = this.desk.comments[field.name] ?? "";
    const of = this.page.kind === "questions" ? `: ${numbered(field.number, field.label.split("\n")[0]!)}` : "";
    return html`<details class="govuk-details" ?open=${stored !== ""}>
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">${comment}${of}</span></summary>
      <div class="govuk-details__text"><div class="govuk-form-group">
        <label class="govuk-label" for=${id}>${comment}${of && html`<span class="govuk-visually-hidden">${of}</span>`}</label><div class="govuk-hint" id="${id}-hint">${commentHint}</div>
        <textarea class="govuk-textarea" id=${id} rows="2" maxlength="2000" autocomplete="off" aria-describedby="${id}-hint" .value=${this.typed.get(field.name) ?? stored}
          @input=${(event: Event) => this.typed.set(field.name, (event.target as HTMLTextAreaElement).value)} @change=${() => void this.save(field)}></textarea></div>
        ${button("comment", commentSave, () => void this.save(field).then(() => this.say()), "secondary")}</div>
    </details>`;
  }

  private async save({ node, name }: Field): Promise<void> {
    const typed = this.typed.get(name);
    if (typed === undefined || typed === (this.desk.comments[name] ?? "")) return;
    await this.desk.guard(async () => {
      await this.desk.autosave.flush();
      const { comments, saved_at } = await this.desk.client.call("comment", { node, text: typed });
      this.desk.comments = comments;
      this.desk.autosave.remember(saved_at);
      this.desk.redraw();
    });
  }

  private say(): void {
    if (this.desk.autosave.saving.state === "failed") return;
    this.desk.tell(words.interview.commentSaved);
    this.desk.redraw();
  }
}
