// Sending by hand: how far it is, what came of it, and removing what is safely there.
import { html, nothing, type TemplateResult } from "lit-html";
import { inset } from "../../components/layout.ts";
import { whenSaved } from "../../text/text.ts";
import { button, heading, paragraph } from "../controls.ts";
import type { Desk, FieldView } from "../desk.ts";
import { failureWords } from "../frame.ts";
import type { Counts } from "../replies.ts";
import { words } from "../text/text.ts";

class Send implements FieldView {
  readonly name = "send";
  readonly title = words.send.heading;
  readonly placesStatus = true;

  constructor(private readonly desk: Desk, private counts: Counts, private files: number) {}

  draw(): TemplateResult {
    const { desk, counts } = this;
    return html`${heading(this.title)} ${this.linkTrouble()}
      <div data-sending=${desk.sending.sending ? "now" : "not"}>${this.state()}</div>
      ${button("send", words.send.all, () => void desk.sending.now())}
      ${paragraph(words.send.bySelf)}
      ${counts.refused ? inset(paragraph(words.send.refused(counts.refused))) : nothing}
      ${desk.sending.refusedFiles ? inset(paragraph(words.send.filesRefused(desk.sending.refusedFiles))) : nothing}
      ${this.clearing()}`;
  }

  async renew(): Promise<void> {
    ({ counts: this.counts, files: this.files } = await stateOf(this.desk));
  }

  private state(): TemplateResult {
    const { sending, interviewer, round } = this.desk;
    const { progress, last } = sending;
    if (progress) return html`<p class="govuk-body govuk-!-font-weight-bold" role="status">${words.send[progress.what === "files" ? "files" : "now"](progress.done, progress.of)}</p>`;
    if (sending.sending) return html`<p class="govuk-body" role="status">${words.send.asking}</p>`;
    const waiting = interviewer?.waiting ?? 0;
    const cut = sending.failed.failed && last && waiting > 0;
    const sentence = cut ? words.send.cut(last.sent, last.left) : waiting ? words.send.waiting(waiting) : this.allSent();
    return html`<p class="govuk-body govuk-!-font-weight-bold" role="status">${sentence}</p>
      ${!cut && last?.sent && last.left === 0 ? paragraph(words.send.sent(last.sent, round.organisation_short)) : nothing}
      ${waiting === 0 && this.files ? paragraph(words.send.filesWaiting(this.files)) : nothing}
      ${sending.failed.failed ? paragraph(failureWords(this.desk)) : nothing}
      ${sending.lastContact ? paragraph(words.send.last(whenSaved(sending.lastContact))) : nothing}`;
  }

  private allSent(): string {
    return this.counts.sent > 0 && this.counts.unsent === 0 ? words.send.nothing : words.send.none;
  }

  private linkTrouble(): TemplateResult | typeof nothing {
    const status = this.desk.interviewer?.status ?? "";
    const said = ["ended", "unknown"].includes(status) ? words.send.ended : status === "closed" ? words.send.closed : "";
    return said ? inset(paragraph(said)) : nothing;
  }

  private clearing(): TemplateResult {
    const { sent } = this.counts;
    return html`${paragraph(words.send.clearText)}
      ${sent ? button("clear", words.send.clear(sent), () => void this.clear(), "secondary") : paragraph(words.send.clearNone)}`;
  }

  private async clear(): Promise<void> {
    await this.desk.guard(async () => {
      const { cleared } = await this.desk.client.call("clear_sent");
      await this.renew();
      this.desk.tell(words.send.cleared(cleared));
      this.desk.redraw();
    });
  }
}

async function stateOf({ client }: Desk): Promise<{ counts: Counts; files: number }> {
  const { counts } = await client.call("interviews", { limit: 1 });
  return { counts, files: (await client.call("attachments_owed")).owed.length };
}

export async function send(desk: Desk): Promise<FieldView> {
  const { counts, files } = await stateOf(desk);
  return new Send(desk, counts, files);
}
