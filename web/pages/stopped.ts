// The round has closed, or the link works no longer, before the answers on this device were sent: they can be read and carried out.
import { html, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import { answerList, unchangeable } from "../components/answer-list.ts";
import { contactDetails } from "../components/contact-details.ts";
import { Downloads } from "../components/downloads.ts";
import type { CheckSection } from "../engine/replies.ts";
import { later } from "../text/later.ts";
import { fullDate, text } from "../text/text.ts";
import type { View } from "../view.ts";

class Stopped implements View {
  readonly name = "stopped";
  readonly title: string;
  private readonly downloads: Downloads;

  constructor(private readonly app: App, private readonly sections: CheckSection[]) {
    this.title = app.sharing.stopped === "link" ? later.stopped.link : later.stopped.closed;
    this.downloads = new Downloads(app);
  }

  draw(): TemplateResult {
    const { round, sharing } = this.app;
    const closes = sharing.stopped === "closed" ? (sharing.link?.closes ?? round.closes) : null;
    return html`<h1 class="govuk-heading-l" tabindex="-1">${this.title}</h1>
      <p class="govuk-body">${closes ? later.stopped.closedAt(fullDate(closes)) : ""} ${later.stopped.kept}</p>
      <h2 class="govuk-heading-m">${text.hub.otherWay}</h2>
      <p class="govuk-body">${later.stopped.otherWay}</p>
      ${contactDetails(round)} ${this.downloads.results()} ${this.downloads.copies()}
      ${answerList(this.sections)}`;
  }
}

export const stopped = async (app: App): Promise<View> => new Stopped(app, unchangeable((await app.client.call("check")).sections));
