// All questions by section, with what has been answered, and "Have you completed this section?"
import { html, nothing, type TemplateResult } from "lit-html";
import { sectionHeading } from "../components/answer-list.ts";
import { numbered } from "../components/asked.ts";
import type { Client } from "../engine/client.ts";
import type { Section } from "../engine/replies.ts";
import { inSurvey, text } from "../text/text.ts";
import { hrefOf, type View } from "../view.ts";

/// What the page needs of the application. sharing: where answers can be handed on from here; then it says how.
export interface Listing {
  readonly client: Pick<Client, "call">;
  readonly place: string | null;
  readonly sharing: { link: unknown } | null;
  redraw(): void;
  guard(action: () => Promise<void>): Promise<void>;
}

type Page = Section["pages"][number];

const tag = (status: Section["status"]): TemplateResult =>
  status === "completed"
    ? html`${text.contents.completed}`
    : html`<strong class="govuk-tag ${{ in_progress: "govuk-tag--teal", not_started: "govuk-tag--grey", problem: "govuk-tag--red" }[status]}">${text.contents[status]}</strong>`;

function row({ page, number, label, answered, problem }: Page): TemplateResult {
  const id = `c-${page}-status`;
  return html`<li class="govuk-task-list__item govuk-task-list__item--with-link">
    <div class="govuk-task-list__name-and-hint">
      <a class="govuk-link govuk-link--no-visited-state govuk-task-list__link" href=${hrefOf("q", page)} aria-describedby=${id} lang=${inSurvey()}>${numbered(number, label.split("\n")[0]!)}</a>
    </div>
    <div class="govuk-task-list__status" id=${id}>${problem ? tag("problem") : answered ? text.contents.answered : text.contents.blank}</div>
  </li>`;
}

class Contents implements View {
  readonly name = "contents";
  readonly title = text.contents.heading;

  get back(): View["back"] { return { href: this.app.place ?? hrefOf("start") }; }

  constructor(private readonly app: Listing, private sections: Section[]) {}

  draw(): TemplateResult {
    return html`<h1 class="govuk-heading-l" tabindex="-1">${text.contents.heading}</h1>
      <p class="govuk-body">${text.contents.intro} ${text.contents.thenCheck}<a class="govuk-link govuk-link--no-visited-state" href=${hrefOf("check")}>${text.contents.checkLink}</a>.</p>
      ${this.sections.map((section, index) => this.section(section, index))}
      <p><a class="govuk-button" role="button" draggable="false" href=${hrefOf("check")}>${text.contents.check}</a></p>
      ${this.handOn()}`;
  }

  private handOn(): TemplateResult | typeof nothing {
    const { sharing } = this.app;
    if (!sharing) return nothing;
    return html`<p class="govuk-body app-actions"><a class="govuk-link govuk-link--no-visited-state" href=${hrefOf(sharing.link ? "share" : "copy")}>${sharing.link ? text.contents.share : text.contents.copy}</a></p>`;
  }

  private section(section: Section, index: number): TemplateResult {
    return html`<section data-section=${section.name}>
      ${sectionHeading(section.label, index)}
      <p class="govuk-body" data-status=${section.status}>${tag(section.status)}</p>
      <ul class="govuk-task-list">${section.pages.map(row)}</ul>
      ${section.name ? this.confirmation(section) : nothing}
    </section>`;
  }

  private confirmation({ name, label, confirmed }: Section): TemplateResult {
    const radio = (value: boolean, words: string) => html`<div class="govuk-radios__item">
      <input class="govuk-radios__input" type="radio" name="done-${name}" id="done-${name}-${value}" .checked=${confirmed && value}
        @change=${() => void this.confirm(name, value)} />
      <label class="govuk-label govuk-radios__label" for="done-${name}-${value}">${words}</label>
    </div>`;
    return html`<div class="govuk-form-group"><fieldset class="govuk-fieldset">
      <legend class="govuk-fieldset__legend">${text.contents.confirm}<span class="govuk-visually-hidden"> ${label}</span></legend>
      <div class="govuk-radios govuk-radios--small govuk-radios--inline">${radio(true, text.contents.yes)}${radio(false, text.contents.no)}</div>
    </fieldset></div>`;
  }

  private async confirm(section: string, complete: boolean): Promise<void> {
    await this.app.guard(async () => {
      this.sections = (await this.app.client.call("confirm_section", { section, complete })).sections;
      this.app.redraw();
    });
  }
}

export async function contents(app: Listing): Promise<View> {
  return new Contents(app, (await app.client.call("contents")).sections);
}
