import { html, nothing, type TemplateResult } from "lit-html";
import { ApiError, type RoundInfo } from "../api.ts";
import { hrefOf, may, type Desk, type Page } from "../desk.ts";
import { button, fileField, Form } from "../form.ts";
import { table } from "../table.ts";
import { count, when, words } from "../words.ts";

export const stateOf = ({ open, opens }: RoundInfo): string =>
  open ? words.rounds.open : opens && opens > Date.now() ? words.rounds.notOpen : words.rounds.closed;

class Rounds implements Page {
  readonly name = "rounds";
  readonly title = words.rounds.heading;
  private readonly form: Form;

  constructor(private readonly desk: Desk, private readonly rounds: RoundInfo[]) { this.form = new Form(desk); }

  private async make(data: FormData): Promise<void> {
    const [definition, round] = ["definition", "round"].map((name) => data.get(name) as File);
    if (!definition?.size || !round?.size) throw new ApiError(400, "bad_request", words.rounds.bothFiles, {});
    const made = await this.desk.api.post<{ round: { id: string } }>("team/rounds", { round: parsed(await round.text()), definition: await definition.text() });
    this.desk.tell(words.rounds.made);
    await this.desk.go(hrefOf("rounds", made.round.id));
  }

  draw(): TemplateResult {
    const { rounds } = words;
    return html`<h1 class="govuk-heading-l" tabindex="-1">${rounds.heading}</h1>${this.form.draw()}
      ${this.rounds.length === 0 ? html`<p class="govuk-body">${rounds.none}</p>` : this.list()}
      ${may(this.desk.user, "organiser") ? html`<h2 class="govuk-heading-m">${rounds.make}</h2>
        <form novalidate @submit=${this.form.on((data) => this.make(data))}>
          ${fileField("definition", rounds.definition, ".json,application/json", rounds.definitionHint)}
          ${fileField("round", rounds.file, ".json,application/json", rounds.fileHint)}
          ${button(rounds.button, this.form)}
        </form>` : nothing}`;
  }

  private list(): TemplateResult {
    const { rounds } = words;
    return table(rounds.heading, [
      { head: rounds.name, rowHead: true, cell: (round) => html`<a class="govuk-link" href=${hrefOf("rounds", round.id)}>${round.title} (${round.id})</a>` },
      { head: rounds.state, cell: stateOf },
      { head: rounds.closes, cell: (round) => when(round.closes) || rounds.never },
      { head: rounds.invited, number: true, cell: (round) => count(round.invited) },
      { head: rounds.sent, number: true, cell: (round) => count(round.sent) },
    ], this.rounds, true);
  }
}

function parsed(json: string): object {
  try {
    return JSON.parse(json) as object;
  } catch {
    throw new ApiError(400, "bad_request", words.rounds.notJson, {});
  }
}

export const openRounds = async (desk: Desk, rounds: RoundInfo[]): Promise<Page> => new Rounds(desk, rounds);
