// Figures as they stand on the page: headlines, tables, and what is said about them.
import { html, nothing, type TemplateResult } from "lit-html";
import { unsafeHTML } from "lit-html/directives/unsafe-html.js";
import type { Cell, Figures, Measure, Shown, Table } from "./replies.ts";
import { words } from "./text/text.ts";

const MARK = "[c]";

/// A figure as text; what is withheld is said aloud as such.
const figure = (text: string): unknown =>
  text === MARK ? html`<span class="results-mark"><span aria-hidden="true">${MARK}</span><span class="govuk-visually-hidden">${words.results.mark}</span></span>` : text;
const cell = (text: string): TemplateResult => html`<td class="govuk-table__cell govuk-table__cell--numeric">${figure(text)}</td>`;
const head = (text: string, scope = "col", span = 1): TemplateResult =>
  html`<th class="govuk-table__header ${scope === "row" ? "" : "govuk-table__header--numeric"}" scope=${scope} colspan=${span}>${text}</th>`;
const body = (rows: unknown): TemplateResult => html`<tbody class="govuk-table__body">${rows}</tbody>`;

/// Drawn by the engine for a telephone and for wider pages, of which the style sheet shows one.
const picturesView = (pictures: string[]): unknown => (pictures.length > 0 ? html`<div class="results-picture">${pictures.map((svg) => unsafeHTML(svg))}</div>` : nothing);

/// A table scrolls within itself where it is wider than the page, and can be scrolled by keyboard; its caption does not scroll away.
const framed = (id: string, caption: string, inside: unknown): TemplateResult => html`
  <h3 class="govuk-heading-s results-caption" id=${id}>${caption}</h3>
  <div class="results-scroll" role="region" tabindex="0" aria-labelledby=${id}>
    <table class="govuk-table"><caption class="govuk-visually-hidden">${caption}</caption>${inside}</table></div>`;

const details = ({ type, count, base, low, high }: Measure): string => {
  const of = type === "share" ? words.measure.of(count, base) : words.measure.answered(base);
  return low && high ? `${of}; ${words.measure.between(low, high)}` : of;
};

function breakdown({ name, label, by, lines }: Measure): TemplateResult {
  const { measure } = words;
  const line = (each: Figures & { label: string }) => html`<tr class="govuk-table__row">${head(each.label, "row")}
    ${[each.value, each.base, each.low, each.high].map(cell)}</tr>`;
  return framed(`by-${name}`, measure.caption(label, by!.label), html`<thead class="govuk-table__head"><tr class="govuk-table__row">
    <td class="govuk-table__header"></td>${[measure.figure, measure.base, measure.from, measure.to].map((text) => head(text))}</tr></thead>${body(lines.map(line))}`);
}

const measureView = (measure: Measure): TemplateResult => html`<li class="results-headline" data-measure=${measure.name}>
  <p class="govuk-body"><strong class="results-value">${figure(measure.value)}</strong>${measure.words}</p>
  <p class="govuk-body-s results-base">${details(measure)}</p>
  ${measure.by ? html`<div class="results-beside">${picturesView(measure.map.pictures)} ${picturesView(measure.pictures)} <div>${breakdown(measure)}</div></div>` : nothing}</li>`;

export const headlinesView = ({ measures, pictures }: Shown): TemplateResult => html`<section aria-labelledby="headlines">
  <h2 class="govuk-heading-m" id="headlines">${words.results.headlines}</h2>
  ${measures.length === 0 ? html`<p class="govuk-body">${words.results.noHeadlines}</p>` : html`<div class="results-beside"><ul class="results-headlines">${measures.map(measureView)}</ul>${measures.some(({ by }) => by) ? nothing : picturesView(pictures)}</div>`}</section>`;

const pair = ({ count, share }: Cell): unknown => [cell(count), cell(share)];

function foot(label: string, counts: string[]): TemplateResult {
  return html`<tr class="govuk-table__row results-foot">${head(label, "row")}${counts.map((count) => html`${cell(count)}<td class="govuk-table__cell"></td>`)}</tr>`;
}

function tableView(table: Table, index: number): TemplateResult {
  const { label, by, columns, rows, bases, skipped, not_asked: notAsked, several, weighted, pictures } = table;
  const caption = words.table.caption(label, by?.label ?? null);
  const groups = [...columns.map((column) => column.label), words.table.all];
  const inside = html`<thead class="govuk-table__head">
      <tr class="govuk-table__row"><td class="govuk-table__header" rowspan="2"></td>${groups.map((text) => head(text, "colgroup", 2))}</tr>
      <tr class="govuk-table__row">${groups.map(() => [head(words.table.count), head(words.table.share)])}</tr></thead>
    ${body(html`${rows.map((row) => html`<tr class="govuk-table__row">${head(row.label, "row")}${row.cells.map(pair)}${pair(row.all)}</tr>`)}
      ${foot(words.table.answered, bases)} ${foot(words.table.skipped, skipped)} ${foot(words.table.notAsked, notAsked)}`)}`;
  return html`<section class="results-table" data-table=${table.name} data-by=${by?.name ?? ""}><div class="results-beside"><div>${framed(`table-${index}`, caption, inside)}</div>${picturesView(pictures)}</div>
    ${several ? html`<p class="govuk-body-s">${words.table.several}</p>` : nothing} ${weighted ? html`<p class="govuk-body-s">${words.table.weighted}</p>` : nothing}</section>`;
}

export const tablesView = ({ tables }: Shown): unknown => tables.map(tableView);

/// How many figures are withheld in what is seen.
export function withheld({ responded, measures, tables }: Shown): number {
  const texts = [responded, ...measures.flatMap((measure) => [measure, ...measure.lines].flatMap(({ value, base }) => [value, base])),
    ...tables.flatMap(({ rows, bases, skipped, not_asked: notAsked }) =>
      [...rows.flatMap(({ cells, all }) => [...cells, all].flatMap(({ count, share }) => [count, share])), ...bases, ...skipped, ...notAsked])];
  return texts.filter((text) => text === MARK).length;
}
