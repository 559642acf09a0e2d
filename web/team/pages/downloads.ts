import { html, type TemplateResult } from "lit-html";
import { download } from "../../download.ts";
import type { RoundInfo } from "../api.ts";
import { roundPath, type Desk, type Page } from "../desk.ts";
import { button, field, Form, radios, text } from "../form.ts";
import { words } from "../words.ts";

export async function openDownloads(desk: Desk, round: RoundInfo): Promise<Page> {
  const { downloads } = words;
  const form = new Form(desk);
  const take = async (data: FormData): Promise<void> => {
    const chosen = text(data, "format");
    const format = chosen === "labels" ? { format: "csv", labels: true } : { format: chosen };
    download(await desk.api.file(roundPath(round.id, "export"), { ...format, unverified: text(data, "unverified"), reason: text(data, "reason") }));
    desk.tell(downloads.done);
  };
  const draw = (): TemplateResult => html`
    <span class="govuk-caption-l">${round.title}</span><h1 class="govuk-heading-l" tabindex="-1">${downloads.heading}</h1>${form.draw()}
    <p class="govuk-body">${downloads.text}</p>
    <form novalidate @submit=${form.on(take)}>
      ${radios("format", downloads.format, Object.entries(downloads.formats).map(([value, label]) => ({ value, label })), "csv")}
      ${radios("unverified", downloads.unverified, [{ value: "without", label: downloads.with }, { value: "only", label: downloads.only }, { value: "with", label: downloads.both }], "without")}
      ${field("reason", { label: words.reason, hint: words.reasonHint })}
      ${button(downloads.button, form)}
    </form>`;
  return { name: "downloads", title: downloads.heading, round, draw };
}
