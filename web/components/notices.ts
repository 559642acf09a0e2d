import { html, nothing, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import type { Notice, Question } from "../engine/replies.ts";
import { fullDate, text } from "../text/text.ts";
import { hrefOf } from "../view.ts";
import { inset } from "./layout.ts";

/// A question as people know it: by its printed number, else by its words.
const known = ({ number, label }: Question): string => number || `“${label.split("\n")[0]!}”`;

export const noticeViews = (notices: Notice[]): TemplateResult[] =>
  notices.map(({ code, because, questions }) =>
    inset(html`<p class="govuk-body">${text.notices[code](known(because), questions.map(known))}</p>`));

const said = (name: string, words: unknown): TemplateResult => inset(html`<p class="govuk-body" data-notice=${name}>${words}</p>`);
const linked = (page: string, words: string): TemplateResult => html` <a class="govuk-link" href=${hrefOf(page)}>${words}</a>`;

function newsView({ sharing, round }: App): TemplateResult | typeof nothing {
  const { news, sync } = sharing;
  if (!news) return nothing;
  const words = text.hub.news;
  if (news.how === "added") return said("added", words.added(news.questions.map(known)));
  if (news.how === "replaced") return said("replaced", html`${words.replaced}${linked("versions", words.versions)}`);
  return said("restored", html`${sync?.sent ? words.restored(fullDate(sync.sent.at)) : words.draft(round.organisation_short)} ${text.hub.newer}`);
}

/// What has to be known of other devices, of the hub and of this device's clock.
export function sharedNotices(app: App, page = ""): TemplateResult {
  const { sharing } = app;
  const { conflicts } = sharing;
  return html`${newsView(app)}
    ${conflicts.length && page !== "choose" && page !== "stopped" ? said("conflicts", html`${text.hub.news.conflicts(conflicts.map(known))}${linked("choose", text.hub.news.choose)}`) : nothing}
    ${sharing.clockIsWrong && page !== "question" ? said("clock", text.hub.clock(fullDate(Date.now()))) : nothing}`;
}
