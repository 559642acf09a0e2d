// A table of contacts: chosen, looked at, confirmed. Nothing is added before that.
import { html, nothing, type TemplateResult } from "lit-html";
import { ApiError, type Mapping, type Preview, type RoundInfo } from "../api.ts";
import { hrefOf, roundPath, type Desk, type Page } from "../desk.ts";
import { button, fileField, Form, select } from "../form.ts";
import { table } from "../table.ts";
import { words } from "../words.ts";

const written = (mapping: Mapping): string =>
  Object.entries(mapping).filter(([, column]) => column !== null).map(([name, column]) => `${name}:${column}`).join(",");

class Import implements Page {
  readonly name = "import";
  readonly title = words.import.heading;
  private file: File | null = null;
  private seen: Preview | null = null;
  private mapping: Mapping = {};
  private readonly form: Form;

  constructor(private readonly desk: Desk, readonly round: RoundInfo) { this.form = new Form(desk); }

  private async choose(data: FormData): Promise<void> {
    const file = data.get("file") as File | null;
    if (!file?.size) throw new ApiError(400, "bad_request", words.import.choose, {});
    this.file = file;
    this.mapping = {};
    await this.look();
  }

  private async look(): Promise<void> {
    const asked = written(this.mapping);
    const path = `${roundPath(this.round.id, "contacts", "preview")}${asked ? `?${new URLSearchParams({ mapping: asked })}` : ""}`;
    this.seen = await this.desk.api.upload<Preview>(path, this.file!);
    this.mapping = { ...this.seen.mapping };
  }

  private async confirm(): Promise<void> {
    const path = `${roundPath(this.round.id, "contacts")}?${new URLSearchParams({ mapping: written(this.mapping) })}`;
    const { added, present, problem_rows: wrong } = await this.desk.api.upload<{ added: number; present: number; problem_rows: number }>(path, this.file!);
    this.desk.tell(words.import.done(added, present, wrong));
    await this.desk.go(hrefOf("rounds", this.round.id, "contacts"));
  }

  draw(): TemplateResult {
    return html`<span class="govuk-caption-l">${this.round.title}</span><h1 class="govuk-heading-l" tabindex="-1">${words.import.heading}</h1>${this.form.draw()}
      <form novalidate data-choose @submit=${this.form.on((data) => this.choose(data))}>
        ${fileField("file", words.import.file, ".csv,.txt,.tsv,text/csv", words.import.fileHint)}
        ${button(words.import.look, this.form, this.seen ? "govuk-button--secondary" : "")}
      </form>
      ${this.seen ? this.preview(this.seen) : nothing}`;
  }

  private preview(seen: Preview): TemplateResult {
    const columns = [{ value: "", label: words.import.absent }, ...seen.columns.map((label, index) => ({ value: String(index), label: label || `${index + 1}` }))];
    const one = (name: string) =>
      select(`map-${name}`, words.import.fields[name] ?? name, columns, String(this.mapping[name] ?? ""), (value) => (this.mapping[name] = value === "" ? null : Number(value)));
    return html`<p class="govuk-body" role="status" data-would>${words.import.read(this.file!.name, seen.encoding, seen.rows)} ${words.import.would(seen.new, seen.present, seen.problem_rows)}</p>
      <h2 class="govuk-heading-m">${words.import.columns}</h2>
      <form novalidate data-map @submit=${this.form.on(() => this.look())}>${Object.keys(seen.mapping).map(one)}${button(words.import.again, this.form, "govuk-button--secondary")}</form>
      ${table(words.import.sample, seen.columns.map((head, index) => ({ head, cell: (row: string[]) => row[index] ?? "" })), seen.sample)}
      ${seen.problems.length ? html`<h2 class="govuk-heading-m">${words.import.problems}</h2><ul class="govuk-list govuk-list--bullet" data-problems>${seen.problems.map(({ text }) => html`<li>${text}</li>`)}
        ${seen.problem_rows > seen.problems.length ? html`<li>${words.import.problemsMore(seen.problem_rows - seen.problems.length)}</li>` : nothing}</ul>` : nothing}
      ${seen.new > 0 ? html`<button type="button" class="govuk-button" data-confirm @click=${this.form.press(() => this.confirm())}>${words.import.confirm(seen.new)}</button>` : nothing}`;
  }
}

export const openImport = async (desk: Desk, round: RoundInfo): Promise<Page> => new Import(desk, round);
