// Another tab has the answers open.
import { html, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import { text } from "../text/text.ts";
import type { View } from "../view.ts";

export class Elsewhere implements View {
  readonly name = "elsewhere";
  readonly title = text.elsewhere.heading;
  private state: "" | "waiting" | "stuck" = "";

  constructor(private readonly app: App) {}

  draw(): TemplateResult {
    return html`<h1 class="govuk-heading-l" tabindex="-1">${text.elsewhere.heading}</h1>
      <p class="govuk-body">${text.elsewhere.text}</p>
      <p class="govuk-body" role="status">${this.state && text.elsewhere[this.state]}</p>
      <button type="button" class="govuk-button" data-take-over @click=${() => void this.take()}>${text.elsewhere.button}</button>`;
  }

  private async take(): Promise<void> {
    if (this.state === "waiting") return;
    this.say("waiting");
    await this.app.takeFromOtherTab();
    this.say("stuck");
  }

  private say(state: "waiting" | "stuck"): void {
    this.state = state;
    if (this.app.isShown(this)) this.app.redraw();
  }
}
