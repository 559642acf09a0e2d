// The team's pages: who is signed in, which page is shown, what is said after something was done.
import { html, nothing, render, type TemplateResult } from "lit-html";
import { Api, ApiError, type RoundInfo, type User } from "./api.ts";
import { hrefOf, may, partsOf, type Desk, type Page } from "./desk.ts";
import { sentence } from "./form.ts";
import { openAccount, openUsers } from "./pages/people.ts";
import { openAudit } from "./pages/audit.ts";
import { openClosing } from "./pages/closing.ts";
import { openContact } from "./pages/contact.ts";
import { openContacts } from "./pages/contacts.ts";
import { openDownloads } from "./pages/downloads.ts";
import { openFieldworkers } from "./pages/fieldworkers.ts";
import { openFiles } from "./pages/files.ts";
import { openHeld } from "./pages/held.ts";
import { openImport } from "./pages/import.ts";
import { openLinks } from "./pages/links.ts";
import { openMail } from "./pages/mail.ts";
import { openProgress } from "./pages/progress.ts";
import { openRounds } from "./pages/rounds.ts";
import { SignIn, NewPassword } from "./pages/sign-in.ts";
import { words } from "./words.ts";

type Open = (desk: Desk, round: RoundInfo, ...rest: string[]) => Promise<Page>;

/// The pages of a round, in the order of the navigation.
const roundPages: Record<string, Open> = {
  progress: openProgress, contacts: openContacts, import: openImport, links: openLinks, mail: openMail, fieldworkers: openFieldworkers, files: openFiles, held: openHeld,
  downloads: openDownloads, closing: openClosing, audit: openAudit,
};

class Team implements Desk {
  readonly api = new Api();
  user: User | null = null;
  private page: Page | null = null;
  private told = "";
  private readonly view = document.getElementById("view")!;

  async begin(): Promise<void> {
    this.api.onSignedOut = () => this.askToSignIn(words.signIn.ended);
    addEventListener("hashchange", () => void this.follow());
    if (this.api.signedIn) await this.api.get<{ user: User }>("session").then(({ user }) => (this.user = user)).catch(() => undefined);
    await this.follow();
  }

  signedIn(user: User): void {
    this.user = user;
    void this.follow();
  }

  async signOut(): Promise<void> {
    await this.api.end().catch(() => undefined);
    this.api.forget();
    this.askToSignIn("");
  }

  async go(href: string): Promise<void> {
    history.pushState(null, "", href);
    await this.follow();
  }

  tell(said: string): void {
    this.told = said;
    document.getElementById("said")!.textContent = said;
  }

  focus(selector: string): void {
    this.view.querySelector<HTMLElement>(selector)?.focus();
  }

  redraw(): void {
    render(this.head(), document.getElementById("head")!);
    if (!this.page) return;
    render(html`<main class="govuk-main-wrapper" tabindex="-1" data-page=${this.page.name}>${this.notice()}${this.page.draw()}</main>`, this.view);
    document.title = this.page.title + words.titleEnd;
  }

  private askToSignIn(why: string): void {
    this.user = null;
    this.tell(why);
    this.show(new SignIn(this));
  }

  private show(page: Page): void {
    const moved = this.page !== null;
    this.page = page;
    this.redraw();
    this.told = "";
    if (!moved) return;
    scrollTo(0, 0);
    this.focus("h1");
  }

  private async follow(): Promise<void> {
    if (!this.user) return this.show(new SignIn(this));
    if (this.user.must_change) return this.show(new NewPassword(this, true));
    try {
      this.show(await this.pageFor(partsOf(location.hash)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 401) this.show(wrong(sentence(error)));
    }
  }

  private async pageFor([first = "rounds", id, name = "progress", ...rest]: string[]): Promise<Page> {
    if (first === "account") return openAccount(this);
    if (first === "users") return openUsers(this);
    if (first === "password") return new NewPassword(this, false);
    if (first === "record") return openAudit(this, null);
    if (first !== "rounds") return wrong(words.notFoundText);
    const { rounds } = await this.api.get<{ rounds: RoundInfo[] }>("team/rounds");
    if (!id) return openRounds(this, rounds);
    const round = rounds.find((each) => each.id === id);
    if (!round) return wrong(words.notFoundText);
    if (name === "contacts" && rest[0]) return openContact(this, round, rest[0]);
    return roundPages[name]?.(this, round, ...rest) ?? wrong(words.notFoundText);
  }

  private notice(): TemplateResult | typeof nothing {
    if (!this.told) return nothing;
    return html`<div class="govuk-notification-banner" role="region" aria-labelledby="told" data-told>
      <div class="govuk-notification-banner__header"><h2 class="govuk-notification-banner__title" id="told">${words.done}</h2></div>
      <div class="govuk-notification-banner__content"><p class="govuk-notification-banner__heading">${this.told}</p></div></div>`;
  }

  private head(): TemplateResult {
    return html`<header><div class="govuk-generic-header"><div class="govuk-generic-header__container govuk-width-container">
        <div class="govuk-generic-header__logo"><a href="#/rounds" class="govuk-generic-header__homepage-link">${words.product} - ${words.team}</a></div>
      </div></div></header>
      ${this.user && !this.user.must_change ? this.navigation(this.user) : nothing}`;
  }

  private navigation(user: User): TemplateResult {
    const link = (href: string, label: string, current: boolean) =>
      html`<li><a class="govuk-link govuk-link--no-visited-state" href=${href} aria-current=${current ? "page" : nothing}>${label}</a></li>`;
    const round = this.page?.round;
    const of = (name: string) => link(hrefOf("rounds", round!.id, name), words.nav[name]!, this.page!.name === name);
    const seen = Object.keys(roundPages).filter((name) => name === "progress" || may(user, "organiser"));
    return html`<div class="govuk-width-container">
      <nav class="team-nav" aria-label=${words.team}><ul>
        ${link("#/rounds", words.rounds.heading, this.page?.name === "rounds")}
        ${may(user, "owner") ? link("#/users", words.users.link, this.page?.name === "users") : nothing}
        ${link("#/account", words.account.link, this.page?.name === "account")}
        <li><button type="button" class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0" @click=${() => void this.signOut()}>${words.signOut}</button></li>
      </ul></nav>
      ${round ? html`<nav class="team-nav" aria-label="${words.nav["label"]}: ${round.title}"><ul>${seen.map(of)}
        ${may(user, "organiser") ? link(`../results/#/round/${encodeURIComponent(round.id)}`, words.nav["results"]!, false) : nothing}</ul></nav>` : nothing}
    </div>`;
  }
}

const wrong = (said: string): Page => ({
  name: "wrong",
  title: words.notFound,
  draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${words.notFound}</h1><p class="govuk-body">${said}</p>
    <p class="govuk-body"><a class="govuk-link" href="#/rounds">${words.rounds.heading}</a></p>`,
});

void new Team().begin();
