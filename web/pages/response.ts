// Your response: what someone sees who comes back after finishing.
import { html } from "lit-html";
import type { App } from "../app.ts";
import { answerList, unchangeable } from "../components/answer-list.ts";
import { Downloads } from "../components/downloads.ts";
import { later } from "../text/later.ts";
import { fullDate } from "../text/text.ts";
import type { View } from "../view.ts";
import { check, hiddenNotice } from "./check.ts";
import { outcome, shareLinks } from "./finished.ts";

export async function response(app: App): Promise<View> {
  const info = app.response;
  if (info?.status !== "finished") return check(app);
  const reply = await app.client.call("check");
  const downloads = new Downloads(app);
  const open = app.takesAnswers || !app.sharing.link;
  return {
    name: "response",
    title: later.response.heading,
    draw: () => html`${app.sharing.link ? "" : html`<p class="govuk-body">${later.response.finishedAt(fullDate(info.finished))}</p>`}
      ${outcome(app, downloads).body}
      ${shareLinks(app)}
      <h2 class="govuk-heading-l">${open ? later.finished.change : later.response.heading}</h2>
      ${open ? html`<p class="govuk-body">${app.sharing.link ? later.response.changeLinked : later.response.changed}</p>` : ""}
      ${hiddenNotice(reply.hidden)} ${answerList(open ? reply.sections : unchangeable(reply.sections))}`,
  };
}
