// The interviews cannot be opened. Never in memory only: there would be many of them to lose.
import { html, type TemplateResult } from "lit-html";
import { archive } from "../../archive.ts";
import { download } from "../../download.ts";
import { button, form, heading, input, paragraph, submit } from "../controls.ts";
import type { FieldView } from "../desk.ts";
import type { FieldClient } from "../client.ts";
import { words } from "../text/text.ts";

interface Owner {
  readonly client: FieldClient;
  open(link: string): Promise<void>;
  removeEverything(): Promise<void>;
  isShown(view: FieldView): boolean;
  redraw(): void;
}

export class Trouble implements FieldView {
  readonly name = "trouble";
  readonly title: string;
  private typed = "";
  private wrong = "";

  constructor(private readonly owner: Owner, private readonly code: string) {
    const { trouble } = words;
    this.title = { no_storage: trouble.noStorage, storage_damaged: trouble.damaged, unreachable: trouble.unreachableHeading }[code] ?? trouble.failed;
    if (code === "unreachable") addEventListener("online", () => owner.isShown(this) && void owner.open(""), { once: true });
  }

  draw(): TemplateResult {
    const { trouble } = words;
    return html`${heading(this.title)} ${this.code === "no_storage" ? paragraph(trouble.noStorageText) : this.code === "storage_damaged" ? this.damaged() : this.failed()}`;
  }

  private damaged(): TemplateResult {
    const { trouble } = words;
    return html`${paragraph(trouble.damagedText)} ${button("rescue", trouble.rescue, () => void this.rescue())}
      <h2 class="govuk-heading-m">${trouble.startAgain}</h2> ${paragraph(trouble.startAgainText)}
      ${form(html`${input("word", { label: trouble.startAgainNumber, small: true, error: this.wrong, value: this.typed }, (typed) => (this.typed = typed))}
        ${submit("start-again", trouble.startAgain, "warning")}`, () => void this.startAgain())}`;
  }

  private failed(): TemplateResult {
    const { trouble } = words;
    const why = { storage_full: trouble.full, unreachable: words.takeUp.unreachable }[this.code] ?? trouble.failedText;
    return html`${paragraph(why)} ${button("retry", trouble.retry, () => (this.code === "unreachable" ? void this.owner.open("") : location.reload()))}`;
  }

  private async rescue(): Promise<void> {
    download({ name: "saved-interviews.tar", type: "application/x-tar", bytes: archive(await this.owner.client.rescue(), Date.now()) });
  }

  private async startAgain(): Promise<void> {
    const { trouble } = words;
    if (this.typed.trim().toLowerCase() === trouble.startAgainWord) return this.owner.removeEverything();
    this.wrong = trouble.startAgainNumber;
    this.owner.redraw();
  }
}
