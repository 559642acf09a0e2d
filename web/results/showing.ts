// The results of what was opened: chosen, shown, taken along.
import { html, nothing, type TemplateResult } from "lit-html";
import { button, form, heading, input, submit } from "../field/controls.ts";
import { Choosing } from "./choosing.ts";
import type { Desk } from "./desk.ts";
import { headlinesView, tablesView, withheld } from "./figures.ts";
import { filesView, progressView } from "./opening.ts";
import type { Counted, LogLine, Shown } from "./replies.ts";
import { words } from "./text/text.ts";

export class Showing {
  private readonly choosing: Choosing;
  private reason = "";

  constructor(private readonly desk: Desk, private readonly counted: Counted) {
    this.choosing = new Choosing(desk, counted);
  }

  draw(): TemplateResult {
    const { desk, counted } = this;
    return html`${this.identifiedBanner()} ${heading(counted.title)}
      <p class="govuk-body-s results-source">${words.results.files(desk.files)}. ${words.results.version(counted.versions)}.</p>
      ${counted.surveys.length > 1 ? this.surveys() : nothing}
      ${this.choosing.draw()} ${desk.progress ? progressView(desk.progress) : nothing}
      ${desk.shown ? this.results(desk.shown) : nothing} ${this.files()}`;
  }

  private surveys(): TemplateResult {
    const { counted, desk } = this;
    return html`<div class="govuk-form-group app-actions"><label class="govuk-label" for="survey">${words.results.survey}</label>
      <select class="govuk-select" id="survey" @change=${(event: Event) => void desk.chooseSurvey((event.target as HTMLSelectElement).value)}>
        ${counted.surveys.map((survey) => html`<option ?selected=${survey === counted.survey}>${survey}</option>`)}</select></div>`;
  }

  private identifiedBanner(): TemplateResult | typeof nothing {
    if (!this.desk.shown?.identified) return nothing;
    return html`<div class="govuk-warning-text" data-identified><span class="govuk-warning-text__icon" aria-hidden="true">!</span>
      <strong class="govuk-warning-text__text">${words.identified.banner}</strong></div>`;
  }

  private results(shown: Shown): TemplateResult {
    return html`<div data-results tabindex="-1" id="results">
      ${shown.filter.length > 0 ? html`<p class="govuk-inset-text" data-filter>${words.results.filter} ${shown.filter.join("; ")}</p>` : nothing}
      <p class="results-responded"><strong data-responded>${shown.responded}</strong> ${words.results.responded}</p>
      ${shown.identified ? nothing : html`<p class="govuk-body" data-withheld>${words.results.withheld(withheld(shown))}</p>`}
      ${shown.left_out.length > 0 ? html`<div class="govuk-inset-text" data-left-out><p class="govuk-body">${words.results.leftOut}</p>
        <ul class="govuk-list govuk-list--bullet">${shown.left_out.map((label) => html`<li>${label}</li>`)}</ul></div>` : nothing}
      ${headlinesView(shown)} ${tablesView(shown)}
      <section aria-labelledby="notes"><h2 class="govuk-heading-m" id="notes">${words.results.notes}</h2>
        <ul class="govuk-list govuk-list--bullet">${shown.notes.map((note) => html`<li>${note}</li>`)}</ul></section>
      ${this.saving(shown)} ${this.identified(shown)}</div>`;
  }

  private saving({ identified }: Shown): TemplateResult {
    const { desk } = this, { save } = words;
    const format = (name: "html" | "csv" | "json") => button(`save-${name}`, save[name], () => void desk.save(name), "secondary");
    return html`<section class="app-actions" aria-labelledby="save"><h2 class="govuk-heading-m" id="save">${save.heading}</h2>
      <p class="govuk-body">${identified ? words.identified.banner : save.text}</p>
      <div class="govuk-button-group">${format("html")} ${format("csv")} ${format("json")} ${button("print", save.print, () => print(), "secondary")}</div>
      ${identified ? nothing : html`<p class="govuk-body">${save.recordHint} <button type="button" class="app-link-button" data-act="save-record" @click=${() => void desk.saveRecord()}>${save.record}</button></p>`}
    </section>`;
  }

  private identified({ identified }: Shown): TemplateResult {
    const { desk } = this, { identified: said } = words;
    const error = desk.mistake?.href === "#reason" ? desk.mistake.words : "";
    const ask = html`<p class="govuk-body">${said.text}</p>${form(html`${input("reason", { label: said.reason, error, value: this.reason }, (typed) => (this.reason = typed))}
      ${submit("identified", said.button, "warning")}`, () => void this.askIdentified())}`;
    return html`<details class="govuk-details app-actions" ?open=${error !== ""}><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${said.heading}</span></summary>
      <div class="govuk-details__text">${identified ? button("protected", said.back, () => void desk.show(desk.asked), "secondary") : ask} ${logView(desk.log)}</div></details>`;
  }

  private async askIdentified(): Promise<void> {
    await this.desk.identified(this.reason.trim());
    if (!this.desk.mistake) this.reason = "";
    this.desk.redraw();
  }

  private files(): TemplateResult {
    return html`<section class="app-actions" aria-label=${words.open.files}>${filesView(this.desk, words.results.more)}
      ${button("close", words.results.close, () => void this.desk.close(), "secondary")}</section>`;
  }
}

function logView(log: LogLine[]): TemplateResult {
  const { identified: said } = words;
  const line = ({ at, reason, asked }: LogLine) => html`<li>${words.when(at)}: ${reason} (${asked.join(", ") || said.everything})</li>`;
  return html`<h3 class="govuk-heading-s">${said.log}</h3>${log.length > 0 ? html`<ul class="govuk-list govuk-list--bullet" data-log>${log.map(line)}</ul>` : html`<p class="govuk-body">${said.none}</p>`}`;
}

/// What was shown before and these results together would give somebody away.
export class OtherView {
  private reason = "";
  constructor(private readonly desk: Desk) {}

  draw(): TemplateResult {
    const { desk } = this, { other } = words;
    const error = desk.mistake?.href === "#reason" ? desk.mistake.words : "";
    return html`${heading(other.heading)} <p class="govuk-body">${other.text}</p><p class="govuk-body">${other.files}</p>
      ${filesView(desk, words.results.more)} <p class="govuk-body">${other.again}</p>
      ${form(html`${input("reason", { label: other.reason, error, value: this.reason }, (typed) => (this.reason = typed))}
        ${submit("anew", other.button, "warning")}`, () => void desk.beginAnew(this.reason.trim()))}
      ${button("close", words.results.close, () => void desk.close(), "secondary")}`;
  }
}
