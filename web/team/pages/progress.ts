import { html, nothing, type TemplateResult } from "lit-html";
import type { Counts, Interviews, Progress, RoundInfo, Row } from "../api.ts";
import { roundPath, type Desk, type Page } from "../desk.ts";
import { bar, table, type Column } from "../table.ts";
import { count, percent, when, words } from "../words.ts";

type Group = "region" | "council_type" | "role";
const groups: Group[] = ["region", "council_type", "role"];

const figures = <R extends Counts>(): Column<R>[] => [
  { head: words.progress.invited, number: true, cell: (row) => count(row.invited) },
  { head: words.progress.issued, number: true, cell: (row) => count(row.issued) },
  { head: words.progress.opened, number: true, cell: (row) => count(row.opened) },
  { head: words.progress.started, number: true, cell: (row) => count(row.started) },
  { head: words.progress.sent, number: true, cell: (row) => count(row.sent) },
  { head: words.progress.other, number: true, cell: (row) => count(row.other_ways) },
  { head: words.progress.rate, number: true, cell: (row) => html`${percent(row.sent, row.invited)} ${bar(row.sent, row.invited)}` },
];

const named = (group: Group): Column<Row> => ({ head: words.progress.group[group]!, rowHead: true, cell: (row) => row[group] || words.progress.blank });

type Asked = Interviews & { name: string };

function interviews({ interviews: all }: Progress): TemplateResult | typeof nothing {
  if (all.sent === 0) return nothing;
  const outcomes = Object.keys(words.progress.outcomes).filter((outcome) => all.outcomes[outcome]);
  const rows: Asked[] = [{ ...all, name: words.progress.interviewsAll }, ...(all.by_fieldworker ?? [])];
  return html`<h2 class="govuk-heading-m">${words.progress.interviews}</h2><p class="govuk-body">${words.progress.interviewsText(all.sent)}</p>
    ${table<Asked>(words.progress.interviews, [
      { head: words.progress.fieldworker, rowHead: true, cell: (row) => row.name },
      { head: words.progress.interviewsSum, number: true, cell: (row) => count(row.sent) },
      ...outcomes.map((outcome): Column<Asked> => ({ head: words.progress.outcomes[outcome]!, number: true, cell: (row) => count(row.outcomes[outcome] ?? 0) })),
    ], rows, true)}`;
}

export async function openProgress(desk: Desk, round: RoundInfo): Promise<Page> {
  const progress = await desk.api.get<Progress>(roundPath(round.id, "progress"));
  const { made, started, sent } = progress.unverified;
  const draw = (): TemplateResult => html`
    <span class="govuk-caption-l">${round.title}</span><h1 class="govuk-heading-l" tabindex="-1">${words.progress.heading}</h1>
    <p class="govuk-body">${words.progress.asOf(when(progress.as_of))}</p>
    ${table(words.progress.all, [{ head: words.progress.who, rowHead: true, cell: () => words.progress.all }, ...figures<Counts>()], [progress.total])}
    ${groups.map((group) => (progress.by[group].length > 0 ? table(words.progress.by[group]!, [named(group), ...figures<Row>()], progress.by[group]) : nothing))}
    ${progress.cross.length > 0 ? html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${words.progress.cross}</span></summary>
      <div class="govuk-details__text">${table(words.progress.cross, [...groups.map(named), ...figures<Row>()], progress.cross)}</div></details>` : nothing}
    <h2 class="govuk-heading-m">${words.progress.unverified}</h2><p class="govuk-body">${words.progress.unverifiedText(made, started, sent)}</p>
    ${interviews(progress)}`;
  return { name: "progress", title: words.progress.heading, round, draw };
}
