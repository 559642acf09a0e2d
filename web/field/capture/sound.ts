// audio: recorded here, or a file.
import { html, nothing, type TemplateResult } from "lit-html";
import { fieldset, group, idOf, type Asked } from "../../components/asked.ts";
import { capture } from "../text/capture.ts";
import type { Doors } from "./doors.ts";
import { live, type Capture } from "./live.ts";
import { belonging, button, fileInput, said, savingView, storedView, trouble, valueOf } from "./parts.ts";
import { Recording, recordingType, type RecordingTrouble } from "./recording.ts";
import { Saving, Stored } from "./saving.ts";
import { inTurn } from "./turns.ts";

const words = capture.sound;

/// What browsers and systems call the kinds of files that are taken.
const TYPES: Record<string, string> = {
  "audio/mpeg": "audio/mpeg", "audio/mp3": "audio/mpeg", "audio/mp4": "audio/mp4", "audio/m4a": "audio/mp4", "audio/x-m4a": "audio/mp4",
  "audio/ogg": "audio/ogg", "video/ogg": "audio/ogg", "audio/wav": "audio/wav", "audio/x-wav": "audio/wav", "audio/wave": "audio/wav",
  "audio/vnd.wave": "audio/wav", "audio/webm": "audio/webm", "video/webm": "audio/webm",
};

/// The same file by the name that its kind has here; null if it is of none that is taken.
export function soundFile(file: Blob): Blob | null {
  const type = TYPES[file.type.split(";")[0]!.toLowerCase()];
  return type ? file.slice(0, file.size, type) : null;
}

const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
const heard = (level: number): string => (level < 0.02 ? words.levels.none : level < 0.15 ? words.levels.quiet : words.levels.good);

class Sound implements Capture<Asked> {
  private readonly saving: Saving;
  private readonly stored: Stored;
  private recording: Recording | null = null;
  private asking = false;
  private closed = false;
  private trouble: RecordingTrouble | "wrongType" | null = recordingType() ? null : "noRecorder";
  private clock: ReturnType<typeof setInterval> | undefined;

  constructor(doors: Doors, private readonly redraw: () => void) {
    this.saving = new Saving(doors, redraw);
    this.stored = new Stored(doors, redraw);
  }

  /// What was recorded is kept.
  close(): void {
    this.closed = true;
    this.recording?.stop();
    clearInterval(this.clock);
    this.stored.close();
  }

  draw(asked: Asked): TemplateResult {
    const value = valueOf(asked), still = !this.recording && this.saving.state === "idle";
    this.stored.show(value || null);
    return group(asked, html`<div class="app-capture">${fieldset(asked, html`
      ${said(this.recording ? words.recording : value && still ? words.saved : "")}
      ${this.trouble ? trouble(words[this.trouble]) : nothing}
      ${this.recording ? this.going(this.recording, asked) : savingView(this.saving, words.notSaved)}
      ${value && !this.recording ? this.kept(asked) : nothing}
      ${still ? this.ways(asked, value !== "") : nothing}`)}</div>`);
  }

  private going(recording: Recording, asked: Asked): TemplateResult {
    const level = recording.level();
    return html`<p class="govuk-body" role="timer">${words.length(recording.seconds)}</p>
      ${calm() ? nothing : html`<meter class="app-level" min="0" max="1" .value=${level} aria-label=${words.level}></meter>`}
      <p class="govuk-body">${heard(level)}</p>
      ${button({ words: words.stop, press: () => recording.stop(), look: "", id: idOf(asked.field), ...belonging(asked) })}`;
  }

  private kept(asked: Asked): TemplateResult {
    return html`${storedView(this.stored, (url) => html`<audio class="app-sound" controls src=${url} aria-label=${words.playback(asked.field.label)}></audio>`)}
      ${button({ words: words.remove, press: () => asked.change(null, "now"), ...belonging(asked) })}`;
  }

  private ways(asked: Asked, again: boolean): TemplateResult {
    const { field } = asked, recorder = recordingType();
    const start = { words: this.asking ? words.asking : again ? words.again : words.start, press: () => void this.record(asked), disabled: this.asking };
    return html`${recorder ? button({ ...start, id: idOf(field), look: again ? "secondary" : "", ...belonging(asked) }) : nothing}
      ${fileInput({ id: recorder ? idOf(field, "file") : idOf(field), label: words.choose, accept: "audio/*", taken: (file) => this.choose(asked, file) })}`;
  }

  private choose(asked: Asked, file: File): void {
    const sound = soundFile(file);
    this.trouble = sound ? null : "wrongType";
    if (sound) void this.saving.save(asked.field.node, sound);
    else this.redraw();
  }

  private async record(asked: Asked): Promise<void> {
    this.asking = true;
    this.redraw();
    const opened = await Recording.open();
    this.asking = false;
    this.trouble = opened instanceof Recording ? null : opened;
    if (!(opened instanceof Recording)) this.redraw();
    else if (this.closed) opened.close();
    else await this.follow(asked, opened);
  }

  private async follow({ field: { node } }: Asked, recording: Recording): Promise<void> {
    this.recording = recording;
    this.clock = setInterval(this.redraw, calm() ? 1000 : 250);
    const type = recording.type.split(";")[0]!;
    const kept = inTurn(() => recording.into(() => this.saving.begin(node, type)), () => recording.stop()).finally(() => this.over());
    await this.saving.watch(kept, () => void this.saving.save(node, recording.blob));
  }

  private over(): void {
    clearInterval(this.clock);
    this.recording = null;
  }
}

export function audioQuestion(doors: Doors): (asked: Asked) => TemplateResult {
  const make = (redraw: () => void): Capture<Asked> => new Sound(doors, redraw);
  return (asked) => html`${live(make, `${doors.interview()}/${asked.field.name}`, asked)}`;
}
