import { html, type TemplateResult } from "lit-html";
import { ApiError, type Progress, type RoundInfo } from "../api.ts";
import { hrefOf, roundPath, type Desk, type Page } from "../desk.ts";
import { button, field, Form, text } from "../form.ts";
import { when, words } from "../words.ts";

export async function openClosing(desk: Desk, round: RoundInfo): Promise<Page> {
  const { closing } = words;
  const form = new Form(desk);
  const { total } = await desk.api.get<Progress>(roundPath(round.id, "progress"));
  const done = async (said: string): Promise<void> => {
    desk.tell(said);
    await desk.go(hrefOf("rounds", round.id, "closing"));
  };
  const extend = async (data: FormData): Promise<void> => {
    const closes = Date.parse(text(data, "closes"));
    if (Number.isNaN(closes)) throw new ApiError(400, "bad_request", closing.dayWrong, {});
    await desk.api.post(roundPath(round.id, "extend"), { closes, confirm: text(data, "confirm") });
    await done(closing.changed);
  };
  const close = async (data: FormData): Promise<void> => {
    await desk.api.post(roundPath(round.id, "close"), { confirm: text(data, "confirm") });
    await done(closing.closed);
  };
  const confirm = (of: string) => html`<div class="govuk-form-group"><label class="govuk-label" for="f-confirm-${of}">${closing.confirm(round.title)}</label>
    <input class="govuk-input" id="f-confirm-${of}" name="confirm" autocomplete="off" /></div>`;
  const state = (): string => (!round.closes ? closing.open : round.open || round.closes > Date.now() ? closing.is(when(round.closes)) : closing.was(when(round.closes)));
  const draw = (): TemplateResult => html`
    <span class="govuk-caption-l">${round.title}</span><h1 class="govuk-heading-l" tabindex="-1">${closing.heading}</h1>${form.draw()}
    <p class="govuk-body">${state()} ${closing.started(total.started - total.sent > 0 ? total.started - total.sent : 0)}</p>
    <h2 class="govuk-heading-m">${closing.extend}</h2>
    <form novalidate data-extend @submit=${form.on(extend)}>
      ${field("closes", { label: closing.day, hint: closing.dayHint, type: "datetime-local", width: "govuk-input--width-20" })}${confirm("extend")}
      ${button(closing.extendButton, form)}
    </form>
    <h2 class="govuk-heading-m">${closing.close}</h2><p class="govuk-body">${closing.closeText}</p>
    <form novalidate data-close @submit=${form.on(close)}>${confirm("close")}${button(closing.closeButton, form, "govuk-button--warning")}</form>`;
  return { name: "closing", title: closing.heading, round, draw };
}
