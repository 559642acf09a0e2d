import { html, type TemplateResult } from "lit-html";
import type { HeldEvent, RoundInfo } from "../api.ts";
import { roundPath, type Desk, type Page } from "../desk.ts";
import { Form, text } from "../form.ts";
import { table } from "../table.ts";
import { when, words } from "../words.ts";

class Held implements Page {
  readonly name = "held";
  readonly title = words.held.heading;
  private readonly form: Form;

  constructor(private readonly desk: Desk, readonly round: RoundInfo, private events: HeldEvent[]) { this.form = new Form(desk); }

  private async decide(event: HeldEvent, action: "release" | "discard", data: FormData): Promise<void> {
    const { response, device, seq, sha256 } = event;
    await this.desk.api.post(roundPath(this.round.id, "held"), { response, device, seq, sha256, action, reason: text(data, "reason") });
    this.desk.tell(action === "release" ? words.held.released : words.held.discarded);
    this.events = (await this.desk.api.get<{ events: HeldEvent[] }>(roundPath(this.round.id, "held"))).events;
  }

  private decision(event: HeldEvent): TemplateResult {
    const id = `f-reason-${event.sha256}`;
    const act = (action: "release" | "discard", kind: string) =>
      html`<button class="govuk-button ${kind} govuk-!-margin-bottom-1" name="action" value=${action}>${words.held[action]}</button> `;
    const submit = (pressed: SubmitEvent): void => {
      const action = (pressed.submitter as HTMLButtonElement).value as "release" | "discard";
      this.form.on((data) => this.decide(event, action, data))(pressed);
    };
    return html`<form novalidate @submit=${submit}><label class="govuk-label" for=${id}>${words.held.reasonFor(whose(event))}</label>
      <input class="govuk-input" id=${id} name="reason" autocomplete="off" /> ${act("release", "")}${act("discard", "govuk-button--warning")}</form>`;
  }

  draw(): TemplateResult {
    const { held } = words;
    return html`<span class="govuk-caption-l">${this.round.title}</span><h1 class="govuk-heading-l" tabindex="-1">${held.heading}</h1>${this.form.draw()}
      <p class="govuk-body">${held.text}</p>
      ${this.events.length === 0 ? html`<p class="govuk-body">${held.none}</p>` : table(held.heading, [
        { head: held.from, rowHead: true, cell: whose },
        { head: held.why, cell: (event) => held.reasons[event.reason] ?? event.reason },
        { head: held.arrived, cell: (event) => when(event.received) },
        { head: held.made, cell: (event) => when(event.at) },
        { head: held.do, cell: (event) => this.decision(event) },
      ], this.events, true)}`;
  }
}

const whose = (event: HeldEvent): string => event.name || event.organisation || words.contacts.unnamed;

export const openHeld = async (desk: Desk, round: RoundInfo): Promise<Page> =>
  new Held(desk, round, (await desk.api.get<{ events: HeldEvent[] }>(roundPath(round.id, "held"))).events);
