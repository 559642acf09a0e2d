// Your response: what someone sees who comes back after finishing.
import { html } from "lit-html";
import type { App } from "../app.ts";
import { answerList } from "../components/answer-list.ts";
import { Downloads } from "../components/downloads.ts";
import { fullDate, text } from "../text/text.ts";
import type { View } from "../view.ts";
import { check, hiddenNotice } from "./check.ts";
import { sending } from "./finished.ts";

export async function response(app: App): Promise<View> {
  const info = app.response;
  if (info?.status !== "finished") return check(app);
  const reply = await app.client.call("check");
  const downloads = new Downloads(app);
  return {
    name: "response",
    title: text.response.heading,
    draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${text.response.heading}</h1>
      <p class="govuk-body">${text.response.finishedAt(fullDate(info.finished))} ${app.kept ? text.response.kept : ""} ${info.reference ? text.finished.reference(info.reference) : ""}</p>
      ${sending(app, downloads)}
      <h2 class="govuk-heading-l">${text.finished.change}</h2>
      <p class="govuk-body">${text.response.changed}</p>
      ${hiddenNotice(reply.hidden)} ${answerList(reply.sections)}`,
  };
}
