// Your own account, and who else can sign in.
import { html, nothing, type TemplateResult } from "lit-html";
import type { RoleName, User } from "../api.ts";
import type { Desk, Page } from "../desk.ts";
import { button, field, Form, radios, text } from "../form.ts";
import { facts, table } from "../table.ts";
import { when, words } from "../words.ts";

class Account implements Page {
  readonly name = "account";
  readonly title = words.account.heading;
  private secret: { secret: string; uri: string } | null = null;
  private readonly form: Form;

  constructor(private readonly desk: Desk) { this.form = new Form(desk); }

  private async begin(): Promise<void> {
    this.secret = await this.desk.api.post("session/second-factor");
  }

  private async confirm(data: FormData): Promise<void> {
    await this.desk.api.post("session/second-factor", { code: text(data, "code").replace(/\s/g, "") });
    this.desk.user = { ...this.desk.user!, second_factor: true };
    this.secret = null;
    this.desk.tell(words.account.turnedOn);
  }

  draw(): TemplateResult {
    const { account } = words;
    const user = this.desk.user!;
    return html`<h1 class="govuk-heading-l" tabindex="-1">${account.heading}</h1>${this.form.draw()}
      ${facts([
        { name: words.users.name, value: user.name },
        { name: words.users.role, value: words.roles[user.role] },
        { name: words.signIn.password, value: "", action: html`<a class="govuk-link" href="#/password">${words.password.button}</a>` },
        { name: account.secondFactor, value: user.second_factor ? account.on : account.off },
      ])}
      ${user.second_factor ? nothing : this.secret ? this.enrol(this.secret) : html`<button type="button" class="govuk-button" @click=${this.form.press(() => this.begin())}>${account.begin}</button>`}`;
  }

  private enrol({ secret, uri }: { secret: string; uri: string }): TemplateResult {
    return html`<p class="govuk-body">${words.account.secret}</p><p class="govuk-body team-mono" data-secret>${secret}</p>
      <p class="govuk-body"><a class="govuk-link" href=${uri}>${words.account.open}</a></p>
      <form novalidate @submit=${this.form.on((data) => this.confirm(data))}>
        ${field("code", { label: words.signIn.code, hint: words.signIn.codeHint, autocomplete: "one-time-code", mode: "numeric", width: "govuk-input--width-5" })}
        ${button(words.account.confirm, this.form)}
      </form>`;
  }
}

class Users implements Page {
  readonly name = "users";
  readonly title = words.users.heading;
  private given: { name: string; password: string } | null = null;
  private readonly form: Form;

  constructor(private readonly desk: Desk, private users: User[]) { this.form = new Form(desk); }

  private async after(reply: { user: User; password?: string }): Promise<void> {
    this.given = reply.password ? { name: reply.user.name, password: reply.password } : null;
    this.users = (await this.desk.api.get<{ users: User[] }>("users")).users;
  }

  private async add(data: FormData): Promise<void> {
    await this.after(await this.desk.api.post("users", { name: text(data, "name"), role: text(data, "role") as RoleName }));
  }

  private readonly change = (user: User, change: object): (() => void) =>
    this.form.press(async () => this.after(await this.desk.api.post(`users/${encodeURIComponent(user.name)}`, change)));

  private actions(user: User): TemplateResult {
    const { users } = words;
    const press = (label: string, change: object) => html`<button type="button" class="govuk-button govuk-button--secondary govuk-!-margin-bottom-1"
      aria-label="${label}: ${user.name}" @click=${this.change(user, change)}>${label}</button> `;
    const other = (["viewer", "organiser", "owner"] as RoleName[]).filter((role) => role !== user.role);
    return html`${other.map((role) => press(words.roles[role]!, { role }))}
      ${press(user.disabled ? users.enable : users.disable, { disabled: !user.disabled })}
      ${press(users.resetPassword, { reset_password: true })}
      ${user.second_factor ? press(users.resetSecond, { reset_second_factor: true }) : nothing}`;
  }

  draw(): TemplateResult {
    const { users } = words;
    return html`<h1 class="govuk-heading-l" tabindex="-1">${users.heading}</h1>${this.form.draw()}
      ${this.given ? html`<div class="govuk-inset-text" role="alert"><p class="govuk-body">${users.given(this.given.name)}</p><p class="govuk-body team-mono" data-given>${this.given.password}</p></div>` : nothing}
      ${table(users.heading, [
        { head: users.name, rowHead: true, cell: (user) => user.name },
        { head: users.role, cell: (user) => words.roles[user.role] },
        { head: users.second, cell: (user) => (user.second_factor ? words.yes : words.no) },
        { head: users.seen, cell: (user) => when(user.last_seen ?? 0) || users.never },
        { head: users.state, cell: (user) => (user.disabled ? users.disabled : users.enabled) },
        { head: words.held.do, cell: (user) => this.actions(user) },
      ], this.users, true)}
      <h2 class="govuk-heading-m">${users.add}</h2>
      <form novalidate @submit=${this.form.on((data) => this.add(data))}>
        ${field("name", { label: users.name, width: "govuk-input--width-20" })}
        ${radios("role", users.role, (["viewer", "organiser", "owner"] as const).map((role) => ({ value: role, label: words.roles[role]!, hint: words.roleHints[role]! })), "viewer")}
        ${button(users.addButton, this.form)}
      </form>
      <p class="govuk-body"><a class="govuk-link" href="#/record">${users.record}</a></p>`;
  }
}

export const openAccount = async (desk: Desk): Promise<Page> => new Account(desk);
export const openUsers = async (desk: Desk): Promise<Page> => new Users(desk, (await desk.api.get<{ users: User[] }>("users")).users);
