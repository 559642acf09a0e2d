// Deleting one interview, which is asked once more and stays in a log, and that log.
import { html, nothing, type TemplateResult } from "lit-html";
import { errorSummary } from "../../components/error-summary.ts";
import { fullDate } from "../../text/text.ts";
import { hrefOf } from "../../view.ts";
import { form, heading, input, paragraph, submit, warning } from "../controls.ts";
import type { Desk, FieldView } from "../desk.ts";
import type { Deletion, Interview } from "../replies.ts";
import { words } from "../text/text.ts";
import { list } from "./list.ts";

class Remove implements FieldView {
  readonly name = "delete";
  readonly title: string;
  readonly back = { href: hrefOf("start") };
  private typed = "";
  private wrong = "";

  constructor(private readonly desk: Desk, private readonly interview: Interview) { this.title = words.remove.heading(interview.number); }

  get isWrong(): boolean { return this.wrong !== ""; }
  private get isSafe(): boolean { return this.interview.status === "sent"; }

  draw(): TemplateResult {
    const { remove } = words, { number } = this.interview;
    const press = () => void this.desk.focus("#number");
    return html`${errorSummary(this.wrong ? [{ words: this.wrong, href: "#number", press }] : [])} ${heading(this.title)}
      ${this.isSafe ? paragraph(remove.safe(this.desk.round.organisation_short)) : warning(remove.unsafe)} ${paragraph(remove.logged)}
      ${form(html`${this.isSafe ? nothing : input("number", { label: remove.number(number), mode: "numeric", small: true, error: this.wrong, value: this.typed }, (typed) => (this.typed = typed))}
        <div class="govuk-button-group">${submit("delete", remove.button, "warning")}<a class="govuk-link" href=${hrefOf("start")}>${remove.keep}</a></div>`, () => void this.remove())}`;
  }

  private async remove(): Promise<void> {
    const { response, number } = this.interview;
    if (!this.isSafe && Number(this.typed.trim()) !== number) return this.refuse();
    await this.desk.guard(async () => {
      await this.desk.client.call("delete_interview", { response, number });
      this.desk.closeInterview();
      this.desk.tell(words.remove.done(number));
      await this.desk.go(hrefOf(""), undefined, true);
    });
  }

  private refuse(): void {
    this.wrong = words.remove.wrong(this.interview.number);
    this.desk.redraw();
    this.desk.focus("[data-error-summary]");
  }
}

/// Of the open interview, which its number names.
export async function remove(desk: Desk, number: string): Promise<FieldView> {
  const { interview } = desk;
  return interview && interview.number === Number(number) ? new Remove(desk, interview) : list(desk);
}

class Deletions implements FieldView {
  readonly name = "deletions";
  readonly title = words.deletions.heading;
  readonly back = { href: hrefOf("device") };

  constructor(private readonly log: Deletion[]) {}

  draw(): TemplateResult {
    const item = ({ number, at, status, outcome }: Deletion) => html`<li data-deletion=${number}><strong>${words.deletions.one(number, fullDate(at))}</strong>
      <span>${words.deletions.was(words.status[status]!, outcome && words.outcome[outcome]!)}</span></li>`;
    return html`${heading(this.title)} ${this.log.length ? html`<ul class="field-list">${this.log.map(item)}</ul>` : paragraph(words.deletions.none)}`;
  }
}

export const deletions = async (desk: Desk): Promise<FieldView> => new Deletions((await desk.client.call("deletions")).deletions);
