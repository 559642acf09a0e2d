// The start page and the first question are in the HTML. The application leaves them as they stand (no flicker, no lost focus, no
// lost tap) and only takes them over: it listens, shows the status line, and draws itself as soon as something else has to be seen.
import { render, type TemplateResult } from "lit-html";
import type { App } from "../app.ts";
import { Question } from "../pages/question.ts";
import type { View } from "../view.ts";

const element = (id: string): HTMLElement => document.getElementById(id)!;

export class FirstPage {
  showing = false;
  private ended = false;
  private question: Question | null = null;
  private readonly start = element("view-start");
  private readonly first = element("view-first");

  constructor(private readonly app: App, private readonly page: string) {
    this.first.addEventListener("change", (event) => this.answered(event.target as HTMLInputElement));
    this.first.addEventListener("click", (event) => this.cleared(event));
    this.first.addEventListener("submit", (event) => this.sent(event));
    this.first.querySelector("[data-back]")?.setAttribute("href", "#/start");
  }

  get label(): string {
    return this.first.querySelector("h1")?.textContent?.trim() ?? "";
  }

  /// Whether the HTML already shows this view as it is.
  shows(view: View): boolean {
    const { start, sharing, language, survey } = this.app;
    if (this.ended || !start.texts?.ours || sharing.link || language !== survey?.languages[0]) return false;
    if (view instanceof Question) {
      return view.page.page === this.page && !view.toCheck && view.page.fields.every((field) => field.value === null);
    }
    return view.name === "start" && this.app.response === null && this.app.kept;
  }

  adopt(view: View, moved: boolean): void {
    this.showing = true;
    this.question = view instanceof Question ? view : null;
    element("view-opening").hidden = true;
    this.start.hidden = this.question !== null;
    this.first.hidden = this.question === null;
    if (moved && this.question) this.first.querySelector("h1")?.focus();
  }

  redraw(view: View, line: TemplateResult): void {
    if (view.isWrong) return this.handOver();
    this.start.querySelector<HTMLElement>("[data-offline-ready]")!.hidden = !this.app.updates.offline;
    const slot = this.first.querySelector<HTMLElement>("[data-slot=status]");
    if (slot) render(line, slot);
    const clear = this.first.querySelector<HTMLElement>("[data-clear]");
    if (clear) clear.hidden = !this.question || this.question.page.fields.every((field) => field.value === null);
  }

  /// The HTML's pages have done their work.
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.showing = false;
    for (const id of ["view-start", "view-first", "view-opening"]) element(id).remove();
    element("view").hidden = false;
  }

  private handOver(): void {
    this.end();
    this.app.redraw();
  }

  private answered(input: HTMLInputElement): void {
    const field = this.question?.page.fields.find((each) => each.name === input.name);
    if (field && (input.checked ?? true)) this.question?.change(field, input.value || null, "now");
  }

  private cleared(event: Event): void {
    const field = this.question?.page.fields[0];
    if (!field || !(event.target as Element).closest("[data-clear] button")) return;
    const inputs = [...this.first.querySelectorAll<HTMLInputElement>("input[type=radio]")];
    for (const input of inputs) input.checked = false;
    inputs[0]?.focus();
    this.question?.change(field, null, "now");
  }

  private sent(event: Event): void {
    event.preventDefault();
    void this.question?.goOn();
  }
}
