// A form of the team's pages: what is typed is read when it is sent, what the hub refuses is said at the top, and nothing typed is lost.
import { html, nothing, type TemplateResult } from "lit-html";
import { errorSummary, type Mistake } from "../components/error-summary.ts";
import { ApiError } from "./api.ts";
import type { Desk } from "./desk.ts";
import { words } from "./words.ts";

export function sentence(error: unknown): string {
  if (!(error instanceof ApiError)) throw error;
  return error.message || (error.status === 0 ? words.unreachable : words.failed(error.status));
}

export class Form {
  mistakes: Mistake[] = [];
  busy = false;

  constructor(private readonly desk: Desk) {}

  /// For @submit: `action` is given what was typed. Its ApiError is shown; `where` of it names the field.
  readonly on = (action: (data: FormData) => Promise<void>) => (event: Event): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    if (!this.busy) void this.run(() => action(new FormData(form)), form);
  };

  /// For a button outside a form.
  readonly press = (action: () => Promise<void>) => (): void => {
    if (!this.busy) void this.run(action, null);
  };

  async run(action: () => Promise<void>, form: HTMLFormElement | null): Promise<void> {
    this.busy = true;
    this.mistakes = [];
    try {
      await action();
    } catch (error) {
      this.mistakes = this.mistakesOf(error, form);
    }
    this.busy = false;
    this.desk.redraw();
    if (this.mistakes.length > 0) this.desk.focus("[data-error-summary]");
  }

  private mistakesOf(error: unknown, form: HTMLFormElement | null): Mistake[] {
    const said = sentence(error);
    const { where, reply } = error as ApiError;
    const first = form?.querySelector<HTMLElement>(`[name="${CSS.escape(where)}"]`) ?? form?.querySelector<HTMLElement>("input,textarea,select");
    const href = `#${first?.id ?? "content"}`;
    const press = (): void => first?.focus();
    const more = (reply.problems ?? []).map(({ of, where: place, line, text }) => ({ words: words.problem(of, place, line, text), href, press }));
    return more.length > 0 ? more : [{ words: said, href, press }];
  }

  draw(): TemplateResult | typeof nothing {
    return errorSummary(this.mistakes);
  }
}

interface FieldLook { label: string; hint?: string; value?: string; type?: string; rows?: number; width?: string; autocomplete?: string; mode?: string }

export function field(name: string, look: FieldLook): TemplateResult {
  const id = `f-${name}`;
  const described = look.hint ? `${id}-hint` : nothing;
  const control = look.rows
    ? html`<textarea class="govuk-textarea" id=${id} name=${name} rows=${look.rows} aria-describedby=${described} .value=${look.value ?? ""}></textarea>`
    : html`<input class="govuk-input ${look.width ?? ""}" id=${id} name=${name} type=${look.type ?? "text"} autocomplete=${look.autocomplete ?? "off"}
        inputmode=${look.mode ?? nothing} spellcheck="false" aria-describedby=${described} .value=${look.value ?? ""} />`;
  return html`<div class="govuk-form-group"><label class="govuk-label" for=${id}>${look.label}</label>
    ${look.hint ? html`<div class="govuk-hint" id=${described}>${look.hint}</div>` : nothing}${control}</div>`;
}

export function fileField(name: string, label: string, accept: string, hint = "", several = false): TemplateResult {
  const id = `f-${name}`;
  return html`<div class="govuk-form-group"><label class="govuk-label" for=${id}>${label}</label>
    ${hint ? html`<div class="govuk-hint" id="${id}-hint">${hint}</div>` : nothing}
    <input class="govuk-file-upload" type="file" id=${id} name=${name} accept=${accept} ?multiple=${several} aria-describedby=${hint ? `${id}-hint` : nothing} /></div>`;
}

export interface Option { value: string; label: string; hint?: string }

export function radios(name: string, legend: string, options: Option[], chosen: string): TemplateResult {
  const one = ({ value, label, hint }: Option, index: number) => {
    const id = `f-${name}${index ? `-${index}` : ""}`;
    return html`<div class="govuk-radios__item"><input class="govuk-radios__input" type="radio" id=${id} name=${name} value=${value}
        ?checked=${value === chosen} aria-describedby=${hint ? `${id}-hint` : nothing} /><label class="govuk-label govuk-radios__label" for=${id}>${label}</label>
      ${hint ? html`<div class="govuk-hint govuk-radios__hint" id="${id}-hint">${hint}</div>` : nothing}</div>`;
  };
  return html`<div class="govuk-form-group"><fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend">${legend}</legend>
    <div class="govuk-radios govuk-radios--small">${options.map(one)}</div></fieldset></div>`;
}

export function select(name: string, label: string, options: Option[], chosen: string, change?: (value: string) => void): TemplateResult {
  const id = `f-${name}`;
  const changed = (event: Event): void => change?.((event.target as HTMLSelectElement).value);
  return html`<div class="govuk-form-group"><label class="govuk-label" for=${id}>${label}</label>
    <select class="govuk-select" id=${id} name=${name} @change=${changed}>
      ${options.map(({ value, label: shown }) => html`<option value=${value} ?selected=${value === chosen}>${shown}</option>`)}
    </select></div>`;
}

export const button = (label: string, form: Form, kind = ""): TemplateResult =>
  html`<button class="govuk-button ${kind}" data-module="govuk-button" aria-disabled=${form.busy}>${form.busy ? words.working : label}</button>`;

export const text = (data: FormData, name: string): string => String(data.get(name) ?? "").trim();
