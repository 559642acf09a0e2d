// This device: its name, the language of the questions, what is kept here, and the way to the pages that are seldom needed.
import { html, nothing, type TemplateResult } from "lit-html";
import { contactDetails } from "../../components/contact-details.ts";
import { paragraphs } from "../../components/layout.ts";
import { nameOf, text } from "../../text/text.ts";
import { hrefOf } from "../../view.ts";
import { form, heading, input, link, paragraph, radios, submit } from "../controls.ts";
import type { Desk, FieldView } from "../desk.ts";
import { words } from "../text/text.ts";

class Device implements FieldView {
  readonly name = "device";
  readonly title = words.device.heading;
  private deviceName: string;

  constructor(private readonly desk: Desk) { this.deviceName = desk.settings.device; }

  draw(): TemplateResult {
    const { device } = words;
    return html`${heading(this.title)}
      ${Object.entries(device.links).map(([page, said]) => link(hrefOf(page), said))}
      ${form(html`${input("device", { label: device.name, hint: device.nameHint, value: this.deviceName }, (typed) => (this.deviceName = typed))}
        ${submit("name", words.interview.save, "secondary")}`, () => void this.save())}
      ${this.languages()}
      <h2 class="govuk-heading-m">${device.what}</h2>
      <ul class="govuk-list govuk-list--bullet">${device.items.map((item) => html`<li>${item}</li>`)}</ul>
      ${paragraph(device.noCookies)} ${link(hrefOf("privacy"), device.privacy)} ${link(hrefOf("remove"), device.removeHeading)}`;
  }

  private languages(): TemplateResult | typeof nothing {
    const { survey, settings } = this.desk;
    if (survey.languages.length < 2) return nothing;
    const options = survey.languages.map((value) => ({ value, label: nameOf(value) }));
    return radios("language", words.device.language, options, settings.language || survey.languages[0]!, (value) => void this.desk.translate(value));
  }

  private async save(): Promise<void> {
    this.desk.settings.device = this.deviceName.trim().slice(0, 40);
    await this.desk.guard(() => this.desk.keep());
    this.desk.tell(words.device.nameSaved);
    this.desk.redraw();
  }
}

export const device = (desk: Desk): FieldView => new Device(desk);

class Privacy implements FieldView {
  readonly name = "privacy";
  readonly title = text.privacy.heading;
  readonly back: { href: string };

  constructor(private readonly desk: Desk) { this.back = { href: hrefOf(desk.settings.kiosk ? "start" : "device") }; }

  draw(): TemplateResult {
    const { round } = this.desk;
    return html`${heading(this.title)} <h2 class="govuk-heading-m">${text.privacy.who}</h2> ${paragraph(round.organisation)}
      <h2 class="govuk-heading-m">${text.privacy.promise}</h2> ${paragraph(round.promise)} ${paragraphs(round.privacy)} ${contactDetails(round)}`;
  }
}

export const privacy = (desk: Desk): FieldView => new Privacy(desk);
