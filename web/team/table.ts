// Tables that scroll by themselves where the screen is narrow.
import { html, nothing, type TemplateResult } from "lit-html";

export interface Column<R> { head: string; cell(row: R): unknown; number?: boolean; rowHead?: boolean }

export function table<R>(caption: string, columns: Column<R>[], rows: R[], hideCaption = false): TemplateResult {
  const head = ({ head: words, number }: Column<R>) =>
    html`<th scope="col" class="govuk-table__header ${number ? "govuk-table__header--numeric" : ""}">${words}</th>`;
  const cell = (column: Column<R>, row: R) =>
    column.rowHead
      ? html`<th scope="row" class="govuk-table__header">${column.cell(row)}</th>`
      : html`<td class="govuk-table__cell ${column.number ? "govuk-table__cell--numeric" : ""}">${column.cell(row)}</td>`;
  return html`<div class="team-scroll" role="region" tabindex="0" aria-label=${caption}>
    <table class="govuk-table"><caption class="govuk-table__caption govuk-table__caption--m ${hideCaption ? "govuk-visually-hidden" : ""}">${caption}</caption>
      <thead class="govuk-table__head"><tr class="govuk-table__row">${columns.map(head)}</tr></thead>
      <tbody class="govuk-table__body">${rows.map((row) => html`<tr class="govuk-table__row">${columns.map((column) => cell(column, row))}</tr>`)}</tbody>
    </table></div>`;
}

export interface Fact { name: string; value: unknown; action?: TemplateResult }

export const facts = (list: Fact[]): TemplateResult => html`<dl class="govuk-summary-list">${list.map(({ name, value, action }) => html`
  <div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">${name}</dt><dd class="govuk-summary-list__value">${value}</dd>
    ${action ? html`<dd class="govuk-summary-list__actions">${action}</dd>` : nothing}</div>`)}</dl>`;

/// A share as a bar beside its number; the number is in the table, so the bar is not read out.
export const bar = (part: number, whole: number): TemplateResult => {
  const share = whole > 0 ? Math.round((100 * part) / whole) : 0;
  return html`<svg class="team-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width=${share} height="10"></rect></svg>`;
};
