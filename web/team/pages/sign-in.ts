import { html, nothing, type TemplateResult } from "lit-html";
import { ApiError, type User } from "../api.ts";
import type { Desk, Page } from "../desk.ts";
import { button, field, Form, text } from "../form.ts";
import { words } from "../words.ts";

interface Session { token: string; user: User }

export class SignIn implements Page {
  readonly name = "sign-in";
  readonly title = words.signIn.heading;
  private needsCode = false;
  private readonly form: Form;

  constructor(private readonly desk: Desk) { this.form = new Form(desk); }

  private async submit(data: FormData): Promise<void> {
    const body = { user: text(data, "user"), password: String(data.get("password")), ...(this.needsCode ? { code: text(data, "code").replace(/\s/g, "") } : {}) };
    try {
      const { token, user } = await this.desk.api.post<Session>("session", body);
      this.desk.api.keep(token);
      this.desk.signedIn(user);
    } catch (error) {
      const asks = error instanceof ApiError && error.reply.error?.needs_code === true;
      if (!asks || this.needsCode) throw error;
      this.needsCode = true;
      this.desk.redraw();
      this.desk.focus("#f-code");
    }
  }

  draw(): TemplateResult {
    const { signIn } = words;
    return html`<h1 class="govuk-heading-l" tabindex="-1">${signIn.heading}</h1>${this.form.draw()}
      <form novalidate @submit=${this.form.on((data) => this.submit(data))}>
        ${field("user", { label: signIn.name, autocomplete: "username", width: "govuk-input--width-20" })}
        ${field("password", { label: signIn.password, type: "password", autocomplete: "current-password", width: "govuk-input--width-20" })}
        ${this.needsCode ? field("code", { label: signIn.code, hint: signIn.codeHint, autocomplete: "one-time-code", mode: "numeric", width: "govuk-input--width-5" }) : nothing}
        ${button(signIn.button, this.form)}
      </form>`;
  }
}

export class NewPassword implements Page {
  readonly name = "password";
  readonly title = words.password.heading;
  private readonly form: Form;

  /// `first`: the present password was given by somebody else.
  constructor(private readonly desk: Desk, private readonly first: boolean) { this.form = new Form(desk); }

  private async submit(data: FormData): Promise<void> {
    const { api, user } = this.desk;
    await api.post("session/password", { old: String(data.get("old")), new: String(data.get("new")) });
    this.desk.tell(words.password.changed);
    this.desk.user = { ...user!, must_change: false };
    await this.desk.go(this.first ? "#/rounds" : "#/account");
  }

  draw(): TemplateResult {
    const { password } = words;
    return html`<h1 class="govuk-heading-l" tabindex="-1">${password.heading}</h1>${this.form.draw()}
      ${this.first ? html`<p class="govuk-body">${password.first}</p>` : nothing}
      <form novalidate @submit=${this.form.on((data) => this.submit(data))}>
        ${field("old", { label: password.old, type: "password", autocomplete: "current-password", width: "govuk-input--width-20" })}
        ${field("new", { label: password.new, hint: password.hint, type: "password", autocomplete: "new-password", width: "govuk-input--width-20" })}
        ${button(password.button, this.form)}
      </form>`;
  }
}
