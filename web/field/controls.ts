// Controls of fieldwork's own pages. Questions have theirs in web/components.
import { html, nothing, type TemplateResult } from "lit-html";
import { text } from "../text/text.ts";

interface Look { label: string; hint?: string; error?: string; value?: string; type?: string; mode?: string; small?: boolean }

const errorLine = (id: string, error: string | undefined): unknown =>
  error ? html`<p class="govuk-error-message" id="${id}-error"><span class="govuk-visually-hidden">${text.error["prefix"]}</span> ${error}</p>` : nothing;
const described = (id: string, { hint, error }: Pick<Look, "hint" | "error">): unknown =>
  [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ") || nothing;
const group = (error: string | undefined, inside: TemplateResult): TemplateResult =>
  html`<div class="govuk-form-group ${error ? "govuk-form-group--error" : ""}">${inside}</div>`;

/// A line of text; `typed` is told after every key.
export function input(id: string, look: Look, typed: (value: string) => void): TemplateResult {
  const { label, hint, error, value, type, mode, small } = look;
  return group(error, html`<label class="govuk-label" for=${id}>${label}</label>
    ${hint ? html`<div class="govuk-hint" id="${id}-hint">${hint}</div>` : nothing} ${errorLine(id, error)}
    <input class="govuk-input ${small ? "govuk-input--width-10" : ""} ${error ? "govuk-input--error" : ""}" id=${id} type=${type ?? "text"} inputmode=${mode ?? nothing}
      autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby=${described(id, look)}
      .value=${value ?? ""} @input=${(event: Event) => typed((event.target as HTMLInputElement).value)} />`);
}

export interface Option { value: string; label: string }

export function select(id: string, label: string, options: Option[], chosen: string, change: (value: string) => void): TemplateResult {
  return group(undefined, html`<label class="govuk-label" for=${id}>${label}</label>
    <select class="govuk-select" id=${id} @change=${(event: Event) => change((event.target as HTMLSelectElement).value)}>
      ${options.map(({ value, label: shown }) => html`<option value=${value} ?selected=${value === chosen}>${shown}</option>`)}
    </select>`);
}

export function radios(name: string, legend: string, options: Option[], chosen: string, change: (value: string) => void, look: Pick<Look, "hint" | "error"> = {}): TemplateResult {
  const one = ({ value, label }: Option, index: number) => {
    const id = index ? `${name}-${index}` : name;
    return html`<div class="govuk-radios__item"><input class="govuk-radios__input" type="radio" id=${id} name=${name} value=${value} .checked=${value === chosen}
      @change=${() => change(value)} /><label class="govuk-label govuk-radios__label" for=${id}>${label}</label></div>`;
  };
  return group(look.error, html`<fieldset class="govuk-fieldset" aria-describedby=${described(name, look)}>
    <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">${legend}</legend>
    ${look.hint ? html`<div class="govuk-hint" id="${name}-hint">${look.hint}</div>` : nothing} ${errorLine(name, look.error)}
    <div class="govuk-radios govuk-radios--small">${options.map(one)}</div></fieldset>`);
}

export function checkbox(id: string, label: string, checked: boolean, change: (on: boolean) => void, hint = ""): TemplateResult {
  return html`<div class="govuk-form-group"><div class="govuk-checkboxes"><div class="govuk-checkboxes__item">
    <input class="govuk-checkboxes__input" type="checkbox" id=${id} .checked=${checked} aria-describedby=${hint ? `${id}-hint` : nothing}
      @change=${(event: Event) => change((event.target as HTMLInputElement).checked)} />
    <label class="govuk-label govuk-checkboxes__label" for=${id}>${label}</label>
    ${hint ? html`<div class="govuk-hint govuk-checkboxes__hint" id="${id}-hint">${hint}</div>` : nothing}
  </div></div></div>`;
}

export const heading = (words: string): TemplateResult => html`<h1 class="govuk-heading-l" tabindex="-1">${words}</h1>`;
export const paragraph = (words: string): TemplateResult => html`<p class="govuk-body">${words}</p>`;
export const link = (href: string, words: string): TemplateResult =>
  html`<p class="govuk-body govuk-!-margin-bottom-1 app-actions"><a class="govuk-link govuk-link--no-visited-state" href=${href}>${words}</a></p>`;

/// `name` is the value of data-act, by which tests and style sheets know it.
export const button = (name: string, words: string, press: () => void, look = ""): TemplateResult =>
  html`<button type="button" class="govuk-button ${look && `govuk-button--${look}`}" data-act=${name} @click=${press}>${words}</button>`;

export const warning = (words: string): TemplateResult => html`<div class="govuk-warning-text">
  <span class="govuk-warning-text__icon" aria-hidden="true">!</span><strong class="govuk-warning-text__text">${words}</strong></div>`;

export const form = (inside: unknown, send: () => void): TemplateResult =>
  html`<form novalidate @submit=${(event: Event) => (event.preventDefault(), send())}>${inside}</form>`;

export const submit = (name: string, words: string, look = ""): TemplateResult =>
  html`<button type="submit" class="govuk-button ${look && `govuk-button--${look}`}" data-act=${name}>${words}</button>`;

export const facts = (list: [string, unknown][]): TemplateResult => html`<dl class="govuk-summary-list">${list.map(([name, value]) =>
  html`<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">${name}</dt><dd class="govuk-summary-list__value">${value}</dd></div>`)}</dl>`;
