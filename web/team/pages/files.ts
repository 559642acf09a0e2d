// Results files that came by hand: several at once, one after the other, and what became of every response.
import { html, nothing, type TemplateResult } from "lit-html";
import { ApiError, type RoundInfo, type TakenIn } from "../api.ts";
import { roundPath, type Desk, type Page } from "../desk.ts";
import { button, fileField, Form, sentence } from "../form.ts";
import { table } from "../table.ts";
import { words } from "../words.ts";

const largest = 64 * 1024 * 1024;
const shown = 500;
const order = ["file", "refused", "invalid", "held", "draft", "added", "present"];

interface Row { file: string; response: string; result: string; reason: string }

const reasonOf = (result: string, reason: string): string => (result === "held" ? words.held.reasons[reason] : words.files.refusals[reason]) ?? reason;

class Files implements Page {
  readonly name = "files";
  readonly title = words.files.heading;
  private rows: Row[] = [];
  private taken = 0;
  private counts: Record<string, number> = {};
  private readonly form: Form;

  constructor(private readonly desk: Desk, readonly round: RoundInfo) { this.form = new Form(desk); }

  private async take(data: FormData): Promise<void> {
    const files = (data.getAll("file") as File[]).filter((file) => file.size > 0);
    if (files.length === 0) throw new ApiError(400, "bad_request", words.files.none, { error: { code: "bad_request", message: "", where: "file" } });
    this.rows = [];
    this.counts = {};
    this.taken = 0;
    for (const file of files) {
      await this.takeOne(file);
      this.taken += 1;
      this.desk.redraw();
    }
    this.rows.sort((a, b) => order.indexOf(a.result) - order.indexOf(b.result));
    this.desk.tell(words.files.sum(this.taken, this.counts));
  }

  /// A file that cannot be taken in does not stop the others.
  private async takeOne(file: File): Promise<void> {
    if (file.size > largest) return void this.rows.push({ file: file.name, response: "", result: "file", reason: words.files.large });
    try {
      const { responses, attachments } = await this.desk.api.upload<TakenIn>(roundPath(this.round.id, "results-file"), file);
      for (const response of responses) this.note(file.name, response);
      if (attachments.refused > 0) this.rows.push({ file: file.name, response: words.files.attached(attachments.refused), result: "refused", reason: attachments.reason });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === 401) throw error;
      const problems = (error.reply.problems ?? []).slice(0, 3).map(({ line, text }) => words.problem(undefined, undefined, line, text));
      this.rows.push({ file: file.name, response: "", result: "file", reason: [sentence(error), ...problems].join(" ") });
    }
  }

  private note(file: string, { response, result, reason, name, fieldworker, number }: TakenIn["responses"][number]): void {
    const whose = fieldworker ? words.files.interview(name, number) : name || words.files.unknown(response);
    this.counts[result] = (this.counts[result] ?? 0) + 1;
    this.rows.push({ file, response: whose, result, reason: reasonOf(result, reason) });
  }

  draw(): TemplateResult {
    const { files } = words;
    return html`<span class="govuk-caption-l">${this.round.title}</span><h1 class="govuk-heading-l" tabindex="-1">${files.heading}</h1>${this.form.draw()}
      <p class="govuk-body">${files.text}</p>
      <form novalidate @submit=${this.form.on((data) => this.take(data))}>
        ${fileField("file", files.choose, ".takestock,.takestock-sealed", files.chooseHint, true)}${button(files.button, this.form)}
      </form>
      ${this.taken > 0 ? html`<p class="govuk-body" role="status" data-sum>${files.sum(this.taken, this.counts)}</p>` : nothing}
      ${this.rows.length > shown ? html`<p class="govuk-body">${files.only(shown, this.rows.length)}</p>` : nothing}
      ${this.rows.length > 0 ? table<Row>(files.results, [
        { head: files.response, rowHead: true, cell: (row) => row.response || row.file },
        { head: files.result, cell: (row) => files.outcomes[row.result] },
        { head: files.reason, cell: (row) => row.reason },
        { head: files.file, cell: (row) => row.file },
      ], this.rows.slice(0, shown)) : nothing}`;
  }
}

export const openFiles = async (desk: Desk, round: RoundInfo): Promise<Page> => new Files(desk, round);
