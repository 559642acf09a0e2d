// The links: what is wrong with the one that was opened, those on this device, typing one, making one's own.
import { html, type TemplateResult } from "lit-html";
import type { App } from "../../app.ts";
import { contactDetails } from "../../components/contact-details.ts";
import type { Link, ResponseInfo } from "../../engine/replies.ts";
import { openRounds, type OpenRound } from "../../rounds.ts";
import { later } from "../../text/later.ts";
import { fullDate, text } from "../../text/text.ts";
import { hrefOf, type View } from "../../view.ts";
import { tried } from "../finished.ts";
import { HandOn } from "./hand-on.ts";

/// A link that was made just now.
class Made implements View {
  readonly name = "made";
  readonly title = later.own.made;
  private readonly handOn: HandOn;

  constructor(private readonly app: App) {
    this.handOn = new HandOn(app, app.sharing.address, true);
  }

  draw(): TemplateResult {
    const { sharing, survey, firstPage, round } = this.app;
    const registered = sharing.link?.status === "open";
    return html`<h1 class="govuk-heading-l" tabindex="-1">${later.own.made}</h1>
      <p class="govuk-body">${later.own.madeText}</p>
      ${this.handOn.draw(later.share.subject(survey.title), later.own.email, true)}
      <p class="govuk-body">${later.own.unverified(round.organisation_short)}</p>
      <p class="govuk-body" data-registered=${String(registered)}>${registered ? later.own.registered : later.own.notRegistered}</p>
      ${registered ? "" : tried(this.app)}
      <p><a class="govuk-button" role="button" draggable="false" href=${hrefOf("q", firstPage)}>${text.start.button}</a></p>`;
  }
}

class Links implements View {
  readonly name = "link";
  private typed = "";
  private making = false;

  constructor(private readonly app: App, private readonly links: Link[], private readonly others: ResponseInfo[], private rounds: OpenRound[] | null) {}

  get title(): string { return this.wrong ? text.link.check : text.link.links; }
  get isWrong(): boolean { return this.wrong !== ""; }
  get back(): View["back"] { return this.wrong ? undefined : { href: this.app.place ?? hrefOf("start") }; }

  /// Why the link does not open. Unknown and ended are the same to whoever has no answers here.
  private get wrong(): string {
    const { sharing, response } = this.app;
    return sharing.refused || (sharing.stopped === "link" && !response ? text.link.notFound : "");
  }

  draw(): TemplateResult {
    return html`<h1 class="govuk-heading-l" tabindex="-1">${this.title}</h1>
      ${this.wrong ? this.reasons() : ""} ${this.known()} ${this.type()} ${this.own()}`;
  }

  private reasons(): TemplateResult {
    const { round } = this.app;
    return html`<p class="govuk-body" data-refused>${this.wrong}</p>
      <ul class="govuk-list govuk-list--bullet">${text.link.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>
      <p class="govuk-body">${text.link.resend}</p>
      ${contactDetails({ ...round, contact_email: round.lost_link_email || round.contact_email })}`;
  }

  private known(): TemplateResult | "" {
    const item = (words: string, note: string, press: () => Promise<void>) => html`<li>
      <button type="button" class="app-link-button" @click=${() => void press()}>${words}</button>${note && html`<br />${note}`}</li>`;
    const open = ({ fragment, name, organisation, round, opened, status }: Link) =>
      item([name, organisation].filter(Boolean).join(", ") || round, `${text.link.opened(fullDate(opened))} ${["ended", "unknown"].includes(status) ? text.link.dead : ""}`,
        () => this.app.openLink(fragment));
    const resume = ({ id, updated }: ResponseInfo) => item(text.link.without, text.link.changed(fullDate(updated)), () => this.resume(id));
    if (this.links.length + this.others.length === 0) return "";
    return html`<h2 class="govuk-heading-m">${text.link.here}</h2>
      <ul class="govuk-list" data-links>${this.links.map(open)} ${this.others.map(resume)}</ul>`;
  }

  private async resume(response: string): Promise<void> {
    await this.app.guard(async () => {
      await this.app.takeResponse(await this.app.client.call("resume", { response }));
      await this.app.go(hrefOf(this.app.resumed.at === "finished" ? "response" : "contents"));
    });
  }

  private type(): TemplateResult {
    const typed = (event: Event) => (this.typed = (event.target as HTMLInputElement).value);
    const open = (event: Event) => (event.preventDefault(), this.typed.trim() ? void this.app.openLink(this.typed) : undefined);
    return html`<h2 class="govuk-heading-m">${text.link.type}</h2>
      <form novalidate @submit=${open}>
        <div class="govuk-form-group">
          <label class="govuk-label" for="typed">${text.link.label}</label>
          <div class="govuk-hint" id="typed-hint">${text.link.hint}</div>
          <input class="govuk-input" id="typed" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="typed-hint" @input=${typed} />
        </div>
        <button type="submit" class="govuk-button govuk-button--secondary" data-open>${text.link.open}</button>
      </form>`;
  }

  private own(): TemplateResult {
    const { rounds } = this;
    const create = ({ id, title }: OpenRound) => html`<p class="govuk-body">${title}</p>
      <button type="button" class="govuk-button govuk-button--secondary" data-create=${id} @click=${() => void this.create(id)}>${later.own.create}</button>`;
    return html`<h2 class="govuk-heading-m">${later.own.heading}</h2>
      ${rounds?.length ? html`<p class="govuk-body">${later.own.text}</p>${rounds.map(create)}` : html`<p class="govuk-body" role="status">${rounds ? later.own.none : later.own.looking}</p>`}`;
  }

  offer(rounds: OpenRound[]): void {
    this.rounds = rounds;
    if (this.app.isShown(this)) this.app.redraw();
  }

  private async create(round: string): Promise<void> {
    if (this.making) return;
    this.making = true;
    await this.app.guard(async () => {
      await this.app.useRound(round);
      await this.app.takeResponse(await this.app.client.call("make_link", { round }));
      await this.app.go(hrefOf("made"));
    });
    this.making = false;
  }
}

export const made = (app: App): View | Promise<View> => (app.sharing.link?.self_made ? new Made(app) : link(app));

export async function link(app: App): Promise<View> {
  const { links } = await app.client.call("links");
  const { responses } = await app.client.call("responses", { survey: app.survey.id });
  const others = responses.filter(({ id }) => !links.some((each) => each.response === id));
  const view = new Links(app, links, others, null);
  void openRounds().then((rounds) => view.offer(rounds));
  return view;
}
