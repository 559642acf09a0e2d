// Another tab has the answers open.
import { html, type TemplateResult } from "lit-html";
import { text } from "../text/text.ts";
import type { View } from "../view.ts";

/// What the page needs of the application.
interface Taking {
  takeFromOtherTab(): Promise<void>;
  isShown(view: View): boolean;
  redraw(): void;
}

export class Elsewhere implements View {
  readonly name = "elsewhere";
  readonly title: string;
  private state: "" | "waiting" | "stuck" = "";

  constructor(private readonly app: Taking, private readonly words = text.elsewhere) {
    this.title = words.heading;
  }

  draw(): TemplateResult {
    return html`<h1 class="govuk-heading-l" tabindex="-1">${this.words.heading}</h1>
      <p class="govuk-body">${this.words.text}</p>
      <p class="govuk-body" role="status">${this.state && this.words[this.state]}</p>
      <button type="button" class="govuk-button" data-take-over @click=${() => void this.take()}>${this.words.button}</button>`;
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
