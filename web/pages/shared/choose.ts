// Questions that somebody else answered differently meanwhile: both answers side by side, and which of them to keep.
import { html, type TemplateResult } from "lit-html";
import type { App } from "../../app.ts";
import { numbered } from "../../components/asked.ts";
import type { Conflict } from "../../engine/replies.ts";
import { later } from "../../text/later.ts";
import { fullDate, inSurvey, text } from "../../text/text.ts";
import { hrefOf, type View } from "../../view.ts";

const words = later.choose;

const answer = (lines: string[] | null): TemplateResult =>
  lines ? html`<p class="govuk-body app-answer" lang=${inSurvey()}>${lines.join("\n")}</p>` : html`<p class="govuk-body app-missing">${text.check.missing}</p>`;

class Choose implements View {
  readonly name = "choose";
  readonly title = words.heading;

  constructor(private readonly app: App) {}

  draw(): TemplateResult {
    const { conflicts } = this.app.sharing;
    return html`<h1 class="govuk-heading-l" tabindex="-1">${words.heading}</h1>
      <p class="govuk-body">${words.intro}</p>
      ${conflicts.map((conflict) => this.conflict(conflict))}
      ${conflicts.length ? "" : html`<p class="govuk-body">${words.done}</p>
        <p><a class="govuk-button" role="button" draggable="false" href=${hrefOf("check")}>${text.contents.check}</a></p>`}`;
  }

  private conflict(conflict: Conflict): TemplateResult {
    const { name, number, label, mine, theirs, theirs_at: at, theirs_filled_in_by: by } = conflict;
    const keep = (which: "mine" | "theirs") => html`<button type="button" class="govuk-button govuk-button--secondary" data-keep=${which}
      @click=${() => void this.keep(name, which)}>${words[which]}<span class="govuk-visually-hidden">: ${numbered(number, label)}</span></button>`;
    return html`<section data-conflict=${name}>
      <h2 class="govuk-heading-m app-text" lang=${inSurvey()}>${numbered(number, label)}</h2>
      <div class="app-both">
        <div><h3 class="govuk-heading-s">${words.here}</h3>${answer(mine)} ${keep("mine")}</div>
        <div><h3 class="govuk-heading-s">${words.there(fullDate(at), by)}</h3>${answer(theirs)} ${keep("theirs")}</div>
      </div>
    </section>`;
  }

  private async keep(name: string, keep: "mine" | "theirs"): Promise<void> {
    const { app } = this;
    await app.guard(async () => {
      const reply = await app.client.call("choose", { name, keep });
      await app.reread();
      app.sharing.conflicts = reply.conflicts;
      app.redraw();
      app.focus("main h1");
    });
  }
}

export async function choose(app: App): Promise<View> {
  await app.sharing.read();
  return new Choose(app);
}
