// Where the answers are, in words. Nothing is said to be saved that the engine has not confirmed.
import { html, type TemplateResult } from "lit-html";
import type { Saving, Unsaved } from "../autosave.ts";
import type { Sync } from "../engine/replies.ts";
import { text, whenSaved } from "../text/text.ts";

export interface Status {
  state: "none" | "saving" | "saved" | "offline" | "memory" | "not-saved" | "waiting" | "sending" | "sent" | "refused";
  words: string;
}

export function reasonFor(code: string, unsaved: Unsaved[]): string {
  const long = unsaved.find((item) => item.failed === "limit");
  if (long) return tooLong(long);
  return code in text.reasons ? text.reasons[code as keyof typeof text.reasons] : text.reasons.other;
}

export const tooLong = (item: Unsaved): string =>
  text.question.tooLong([...String(item.value)].length.toLocaleString(text.language));

/// `waiting`: something entered is not on the device yet.
export function statusOf(saving: Saving, waiting: boolean, kept: boolean, online: boolean): Status {
  if (saving.state === "failed") return { state: "not-saved", words: text.status.notSaved };
  if (!kept) return { state: "memory", words: text.status.memory };
  if (waiting) return { state: "saving", words: text.status.saving };
  if (saving.state === "none") return { state: "none", words: "" };
  const when = whenSaved(saving.at);
  return online ? { state: "saved", words: text.status.saved(when) } : { state: "offline", words: text.status.offline(when) };
}

const refusal = (reason: string): string => text.hub.refused[reason as keyof typeof text.hub.refused] ?? text.hub.refused.other;
export const refusedWords = (reason: string): string => text.hub.notAccepted(refusal(reason));

interface Hub { sync: Sync | null; sending: boolean; stopped: string }

/// What the hub has, as the engine says; null where there is nothing to say of it.
function hubStatus({ sync, sending, stopped }: Hub, lga: string): Status | null {
  if (!sync) return null;
  if (sync.status === "waiting") return sending ? { state: "sending", words: text.hub.sending } : { state: "waiting", words: text.hub.waiting(sync.waiting) };
  if (sync.status === "refused") return { state: "refused", words: refusedWords(sync.reason) };
  if (!sync.sent) return null;
  const when = whenSaved(sync.sent.at);
  return { state: "sent", words: sync.status === "changed" && !stopped ? text.hub.changed(when) : text.hub.sent(lga, when, sync.sent.reference) };
}

/// Of a finished response it is the hub's state that counts; of a draft both are said.
export function withHub(saved: Status, sharing: Hub, finished: boolean, lga: string): Status {
  const hub = hubStatus(sharing, lga);
  if (!hub || saved.state === "not-saved" || saved.state === "saving") return saved;
  const alone = finished && (saved.state !== "memory" || hub.state === "sent");
  return alone || saved.state === "none" ? hub : { state: saved.state, words: `${saved.words.replace(/\.$/, "")}. ${hub.words}` };
}

interface Doors { retry(): void; download(): void }

export function statusLine(status: Status, reason: string, doors: Doors): TemplateResult {
  if (status.state !== "not-saved") return html`<p class="app-status" data-state=${status.state}>${status.words}</p>`;
  return html`<div class="app-not-saved" data-state="not-saved" tabindex="-1">
    <p class="govuk-body"><strong>${status.words}</strong> ${reason} ${text.status.onPage}</p>
    <div class="govuk-button-group">
      <button type="button" class="govuk-button" @click=${doors.retry}>${text.status.retry}</button>
      <button type="button" class="app-link-button" @click=${doors.download}>${text.status.download}</button>
    </div>
  </div>`;
}

/// Speaks the status to screen readers: one live region, at most one change in ten seconds, the last one always. While an answer is on its
/// way the region is empty, which is not spoken; what was spoken before is not spoken again after it.
export class Speaker {
  private spoken = "";
  private next = "";
  private at = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly region: HTMLElement) {}

  say({ state, words }: Pick<Status, "state" | "words">): void {
    clearTimeout(this.timer);
    if (state === "saving") {
      this.region.textContent = "";
      return;
    }
    this.next = words;
    this.timer = setTimeout(() => this.speak(), Math.max(0, this.at + 10_000 - Date.now()));
  }

  private speak(): void {
    if (this.next === this.spoken) return;
    this.at = Date.now();
    this.spoken = this.next;
    this.region.textContent = this.next;
  }
}
