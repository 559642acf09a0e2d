// Remove everything from this device: asks once more, then deletes the answers, the kept page and the marks.
import { html, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import { later } from "../text/later.ts";
import { hrefOf, type View } from "../view.ts";

class Removed implements View {
  readonly name = "removed";
  readonly title = later.cookies.removedHeading;

  draw(): TemplateResult {
    return html`<h1 class="govuk-heading-l" tabindex="-1">${later.cookies.removedHeading}</h1>
      <p class="govuk-body">${later.cookies.removedText}</p>
      <p class="govuk-body"><a class="govuk-link" href="." data-reload>${later.cookies.again}</a></p>`;
  }
}

class Remove implements View {
  readonly name = "remove";
  readonly title = later.cookies.confirmHeading;
  readonly back = { href: hrefOf("cookies") };
  private failed = false;

  constructor(private readonly app: App) {}

  draw(): TemplateResult {
    return html`<h1 class="govuk-heading-l" tabindex="-1">${later.cookies.confirmHeading}</h1>
      <div class="govuk-warning-text">
        <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
        <strong class="govuk-warning-text__text">${later.cookies.removeText}</strong>
      </div>
      ${this.failed ? html`<p class="govuk-error-message" role="alert">${later.cookies.removeFailed}</p>` : ""}
      <div class="govuk-button-group">
        <button type="button" class="govuk-button" data-remove @click=${() => void this.remove()}>${later.cookies.confirm}</button>
        <a class="govuk-link" href=${hrefOf("cookies")}>${later.cookies.cancel}</a>
      </div>`;
  }

  private async remove(): Promise<void> {
    try {
      await this.app.removeEverything();
      await this.app.block(new Removed());
    } catch {
      this.failed = true;
      this.app.redraw();
    }
  }
}

export const remove = (app: App): View => new Remove(app);
