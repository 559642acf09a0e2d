// Remove everything from this device: asks once more, then deletes the answers, the kept page and the marks.
import { html, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import { text } from "../text/text.ts";
import { hrefOf, type View } from "../view.ts";

class Removed implements View {
  readonly name = "removed";
  readonly title = text.cookies.removedHeading;

  draw(): TemplateResult {
    return html`<h1 class="govuk-heading-l" tabindex="-1">${text.cookies.removedHeading}</h1>
      <p class="govuk-body">${text.cookies.removedText}</p>
      <p class="govuk-body"><a class="govuk-link" href="." data-reload>${text.cookies.again}</a></p>`;
  }
}

class Remove implements View {
  readonly name = "remove";
  readonly title = text.cookies.confirmHeading;
  readonly back = { href: hrefOf("cookies") };
  private failed = false;

  constructor(private readonly app: App) {}

  draw(): TemplateResult {
    return html`<h1 class="govuk-heading-l" tabindex="-1">${text.cookies.confirmHeading}</h1>
      <div class="govuk-warning-text">
        <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
        <strong class="govuk-warning-text__text">${text.cookies.removeText}</strong>
      </div>
      ${this.failed ? html`<p class="govuk-error-message" role="alert">${text.cookies.removeFailed}</p>` : ""}
      <div class="govuk-button-group">
        <button type="button" class="govuk-button" data-remove @click=${() => void this.remove()}>${text.cookies.confirm}</button>
        <a class="govuk-link" href=${hrefOf("cookies")}>${text.cookies.cancel}</a>
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
