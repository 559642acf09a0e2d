import { html, nothing, type TemplateResult } from "lit-html";
import { download } from "../../download.ts";
import type { Attachments, RoundInfo } from "../api.ts";
import { roundPath, type Desk, type Page } from "../desk.ts";
import { button, field, Form, radios, text } from "../form.ts";
import { megabytes, words } from "../words.ts";

export async function openDownloads(desk: Desk, round: RoundInfo): Promise<Page> {
  const { downloads } = words;
  const form = new Form(desk);
  const take = async (data: FormData): Promise<void> => {
    const chosen = text(data, "format");
    const format = chosen === "labels" ? { format: "csv", labels: true } : { format: chosen };
    download(await desk.api.file(roundPath(round.id, "export"), { ...format, unverified: text(data, "unverified"), reason: text(data, "reason") }));
    desk.tell(downloads.done);
  };
  const attached = await desk.api.get<Attachments>(roundPath(round.id, "attachments"));
  const takePart = async (data: FormData, pressed: HTMLButtonElement | null): Promise<void> => {
    download(await desk.api.file(roundPath(round.id, "attachments"), { part: Number(pressed?.value ?? 1), reason: text(data, "reason") }));
    desk.tell(downloads.done);
  };
  const attachments = (): TemplateResult => html`<h2 class="govuk-heading-m">${downloads.attachments}</h2>
    <p class="govuk-body">${downloads.attachmentsText(attached.files, megabytes(attached.bytes))}</p>
    <form novalidate data-attachments @submit=${(event: SubmitEvent) => form.on((data) => takePart(data, event.submitter as HTMLButtonElement | null))(event)}>
      <div class="govuk-form-group"><label class="govuk-label" for="f-attached-reason">${words.reason}</label><div class="govuk-hint" id="f-attached-hint">${words.reasonHint}</div>
        <input class="govuk-input" id="f-attached-reason" name="reason" autocomplete="off" aria-describedby="f-attached-hint" /></div>
      ${attached.parts.map(({ part, bytes }) => html`<button class="govuk-button govuk-button--secondary" name="part" value=${part}>${downloads.part(part, attached.parts.length, megabytes(bytes))}</button> `)}
    </form>`;
  const draw = (): TemplateResult => html`
    <span class="govuk-caption-l">${round.title}</span><h1 class="govuk-heading-l" tabindex="-1">${downloads.heading}</h1>${form.draw()}
    <p class="govuk-body">${downloads.text}</p>
    <form novalidate @submit=${form.on(take)}>
      ${radios("format", downloads.format, Object.entries(downloads.formats).map(([value, label]) => ({ value, label })), "csv")}
      ${radios("unverified", downloads.unverified, [{ value: "without", label: downloads.with }, { value: "only", label: downloads.only }, { value: "with", label: downloads.both }], "without")}
      ${field("reason", { label: words.reason, hint: words.reasonHint })}
      ${button(downloads.button, form)}
    </form>
    ${attached.files > 0 ? attachments() : nothing}`;
  return { name: "downloads", title: downloads.heading, round, draw };
}
