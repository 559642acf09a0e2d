// What was sent with this link before, from whichever device, and how to bring it back.
import { html, type TemplateResult } from "lit-html";
import type { App } from "../../app.ts";
import { answerList, unchangeable } from "../../components/answer-list.ts";
import type { Replies, Version } from "../../engine/replies.ts";
import { later } from "../../text/later.ts";
import { fullDate } from "../../text/text.ts";
import { hrefOf, type View } from "../../view.ts";

const words = later.versions;

function facts(version: Version): string[] {
  const { kind, received, at, this_device, counts, verdict, filled_in_by: by } = version;
  return [
    received ? words.received(fullDate(received)) : words.at(fullDate(at)),
    this_device ? words.here : words.elsewhere,
    by && words.by(by),
    kind === "draft" ? words.draft : kind === "withdraw" ? words.withdrawn : counts && verdict === "stored" ? words.counts : words.verdict[verdict],
  ].filter(Boolean);
}

const refOf = ({ device, seq }: Version): string => `${device}:${seq}`;

const item = (version: Version): TemplateResult => html`<div data-version=${refOf(version)} data-counts=${String(version.counts)}>
    <dt>${facts(version)[0]}</dt>
    <dd>${facts(version).slice(1).join(". ")}.</dd>
    ${version.kind === "withdraw" ? "" : html`<dd class="app-actions"><a class="govuk-link" href=${hrefOf("version", refOf(version))}>${words.show}<span class="govuk-visually-hidden"> ${facts(version)[0]}</span></a></dd>`}
  </div>`;

export async function versions(app: App): Promise<View> {
  const { versions: all } = await app.client.call("versions");
  return {
    name: "versions",
    title: words.heading,
    back: { href: hrefOf(app.response?.status === "finished" ? "response" : "share") },
    draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${words.heading}</h1>
      <p class="govuk-body">${all.length ? words.intro(app.round.organisation_short) : words.none}</p>
      <dl class="app-answers">${all.map(item)}</dl>`,
  };
}

async function bringBack(app: App, wanted: object): Promise<void> {
  await app.guard(async () => {
    await app.takeResponse(await app.client.call("bring_back", wanted));
    await app.go(hrefOf("check"));
  });
}

function page(app: App, wanted: object, { version, sections }: Replies["version"]): View {
  const current = version.counts && app.response?.status === "finished";
  return {
    name: "version",
    title: words.one,
    back: { href: hrefOf("versions") },
    draw: () => html`<h1 class="govuk-heading-l" tabindex="-1">${words.one}</h1>
      <p class="govuk-body">${facts(version).join(". ")}.</p>
      ${current || !app.takesAnswers ? "" : html`<p class="govuk-body">${words.bringText}</p>
        <button type="button" class="govuk-button" data-bring-back @click=${() => void bringBack(app, wanted)}>${words.bring}</button>`}
      ${answerList(unchangeable(sections))}`,
  };
}

export async function version(app: App, rest = ""): Promise<View> {
  const [device, seq] = rest.split(":");
  const wanted = { device, seq: Number(seq) };
  const reply = await app.client.call("version", wanted).catch(() => null);
  return reply ? page(app, wanted, reply) : versions(app);
}
