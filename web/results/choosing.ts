// What to show: by which question, which table, of whom.
import { html, nothing, type TemplateResult } from "lit-html";
import { form, submit } from "../field/controls.ts";
import type { Asked, Desk } from "./desk.ts";
import type { Counted, Question } from "./replies.ts";
import { words } from "./text/text.ts";

interface Option { value: string; label: string }

/// Attributes first: by these results are mostly broken down.
function questionSelect(id: string, label: string, none: string, { questions }: Counted, chosen: string, change: (value: string) => void, only = (_: Question) => true): TemplateResult {
  const options = (attribute: boolean): Option[] =>
    questions.filter((question) => question.attribute === attribute && only(question)).map(({ name, label: shown }) => ({ value: name, label: shown }));
  const option = ({ value, label: shown }: Option) => html`<option value=${value} ?selected=${value === chosen}>${shown}</option>`;
  const group = (name: string, list: Option[]) => (list.length > 0 ? html`<optgroup label=${name}>${list.map(option)}</optgroup>` : nothing);
  return html`<div class="govuk-form-group"><label class="govuk-label" for=${id}>${label}</label>
    <select class="govuk-select" id=${id} .value=${chosen} @change=${(event: Event) => change((event.target as HTMLSelectElement).value)}>
      <option value="" ?selected=${chosen === ""}>${none}</option>
      ${group(words.results.attributes, options(true))} ${group(words.results.questions, options(false))}
    </select></div>`;
}

function choiceSelect(id: string, label: string, question: Question, chosen: string, change: (value: string) => void): TemplateResult {
  return html`<div class="govuk-form-group"><label class="govuk-label" for=${id}>${label}</label>
    <select class="govuk-select" id=${id} @change=${(event: Event) => change((event.target as HTMLSelectElement).value)}>
      <option value="" ?selected=${chosen === ""}>${words.results.everybody}</option>
      ${question.choices.map(({ name, label: shown }) => html`<option value=${name} ?selected=${name === chosen}>${shown}</option>`)}
    </select></div>`;
}

/// The form; what is chosen in it counts once it is sent.
export class Choosing {
  private wanted: Asked;
  private filter = "";
  private choice = "";

  constructor(private readonly desk: Desk, private readonly counted: Counted) {
    this.wanted = { ...desk.asked };
  }

  draw(): TemplateResult {
    const { counted, wanted, desk } = this;
    const set = (part: Partial<Asked>) => { this.wanted = { ...this.wanted, ...part }; };
    return html`<section class="results-choose app-actions" aria-labelledby="choose"><h2 class="govuk-heading-m" id="choose">${words.results.choose}</h2>
      ${form(html`<div class="results-fields">
        ${questionSelect("by", words.results.by, words.results.everybody, counted, wanted.by, (by) => set({ by }))}
        ${questionSelect("rows", words.results.rows, words.results.nothing, counted, wanted.rows, (rows) => set({ rows }))}
        ${questionSelect("columns", words.results.columns, words.results.everybody, counted, wanted.columns, (columns) => set({ columns }))}
        ${this.year ? this.yearSelect(this.year) : nothing} ${this.filters()}</div>
        ${submit("show", desk.busy ? words.working : words.results.button)}`, () => void this.send())}</section>`;
  }

  private get year(): Question | undefined {
    return this.counted.questions.find(({ name, attribute, choices }) => name === "year" && attribute && choices.length > 0);
  }

  private yearSelect(question: Question): TemplateResult {
    const [, chosen = ""] = this.wanted.only.find(([name]) => name === "year") ?? [];
    return choiceSelect("only-year", words.results.onlyOf(question.label), question, chosen, (choice) => {
      const others = this.wanted.only.filter(([name]) => name !== "year");
      this.wanted = { ...this.wanted, only: choice ? [...others, ["year", choice]] : others };
    });
  }

  private filters(): TemplateResult {
    const question = this.counted.questions.find(({ name }) => name === this.filter);
    const change = (name: string) => {
      this.filter = name;
      this.choice = "";
      this.desk.redraw();
    };
    const filterable = ({ name, choices }: Question) => choices.length > 0 && name !== this.year?.name;
    return html`${questionSelect("only", words.results.only, words.results.everybody, this.counted, this.filter, change, filterable)}
      ${question ? choiceSelect("choice", words.results.choice, question, this.choice, (choice) => { this.choice = choice; }) : nothing}`;
  }

  private async send(): Promise<void> {
    const year = this.wanted.only.filter(([name]) => name === "year");
    const only: [string, string][] = this.filter && this.choice ? [...year, [this.filter, this.choice]] : year;
    await this.desk.show({ ...this.wanted, only });
  }
}
