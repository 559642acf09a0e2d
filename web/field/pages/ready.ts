// Ready to work offline: what is on the device, read again just now.
import { html, nothing, type TemplateResult } from "lit-html";
import { nameOf } from "../../text/text.ts";
import { checkOffline, type Checked } from "../checking.ts";
import { button, facts, heading, paragraph } from "../controls.ts";
import type { Desk, FieldView } from "../desk.ts";
import { words } from "../text/text.ts";

class Ready implements FieldView {
  readonly name = "ready";
  readonly title = words.ready.heading;
  private checked: Checked | null = null;
  private free: number | null = null;

  constructor(private readonly desk: Desk) {}

  draw(): TemplateResult {
    const { ready } = words, { survey, interviewer, persisted, asleep } = this.desk;
    const awake = "wakeLock" in navigator ? asleep || ready.awake : words.interview.noWakeLock;
    const rows: [string, unknown][] = [
      [ready.offline, this.answer()],
      [ready.survey, ready.version(survey.title, survey.version, survey.questions)],
      [ready.languages, survey.languages.map(nameOf).join(", ")],
      [ready.storage, html`${ready.kind} ${persisted ? ready.persisted : ready.notPersisted}`],
      [ready.space, this.free === null ? ready.unknown : ready.free(this.free)],
      [ready.screen, awake],
    ];
    if (interviewer?.name) rows.unshift([ready.interviewer, interviewer.name]);
    return html`${heading(this.title)} ${facts(rows)} ${paragraph(ready.install)} ${button("check", ready.again, () => void this.check(), "secondary")}`;
  }

  async check(): Promise<void> {
    this.checked = null;
    this.desk.redraw();
    const [checked, estimate] = await Promise.all([checkOffline(this.desk.round.id), navigator.storage?.estimate?.().catch(() => null)]);
    this.checked = checked;
    this.free = estimate?.quota === undefined ? null : Math.floor((estimate.quota - (estimate.usage ?? 0)) / 1e6);
    if (this.desk.isShown(this)) this.desk.redraw();
  }

  private answer(): TemplateResult {
    const { checked } = this, { ready } = words;
    if (!checked) return html`<span role="status">${ready.checking}</span>`;
    const { worker, files, bytes, missing, round } = checked;
    const yes = worker && missing.length === 0 && round;
    return html`<strong role="status" data-offline=${yes ? "yes" : "no"}>${yes ? ready.yes : ready.no}</strong>
      ${!worker ? paragraph(ready.noWorker) : missing.length === 0 ? paragraph(ready.files(files, Math.round(bytes / 1024))) : nothing}
      ${missing.length ? html`${paragraph(ready.missing)}<ul class="govuk-list govuk-list--bullet field-mono">${missing.map((path) => html`<li>${path}</li>`)}</ul>` : nothing}
      ${round ? nothing : paragraph(ready.noRound)}`;
  }
}

export function ready(desk: Desk): FieldView {
  const view = new Ready(desk);
  void view.check();
  return view;
}
