import { html, type TemplateResult } from "lit-html";
import type { Notice, Question } from "../engine/replies.ts";
import { text } from "../text/text.ts";
import { inset } from "./layout.ts";

/// A question as people know it: by its printed number, else by its words.
const known = ({ number, label }: Question): string => number || `“${label.split("\n")[0]!}”`;

export const noticeViews = (notices: Notice[]): TemplateResult[] =>
  notices.map(({ code, because, questions }) =>
    inset(html`<p class="govuk-body">${text.notices[code](known(because), questions.map(known))}</p>`));
