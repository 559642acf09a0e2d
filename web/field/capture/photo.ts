// image: a photo from the camera or a file, made smaller before it is kept.
import { html, nothing, type TemplateResult } from "lit-html";
import { fieldset, group, idOf, looks, type Asked } from "../../components/asked.ts";
import { capture } from "../text/capture.ts";
import type { Doors } from "./doors.ts";
import { live, type Capture } from "./live.ts";
import { belonging, button, fileInput, said, savingView, storedView, trouble, valueOf } from "./parts.ts";
import { Saving, Stored } from "./saving.ts";
import { shrunk } from "./shrinking.ts";
import { signature } from "./signature.ts";

const words = capture.photo;

class Photo implements Capture<Asked> {
  private readonly saving: Saving;
  private readonly stored: Stored;
  private unreadable = false;

  constructor(doors: Doors, private readonly redraw: () => void) {
    this.saving = new Saving(doors, redraw);
    this.stored = new Stored(doors, redraw);
  }

  close(): void { this.stored.close(); }

  draw(asked: Asked): TemplateResult {
    const value = valueOf(asked);
    this.stored.show(value || null);
    return group(asked, html`<div class="app-capture">${fieldset(asked, html`
      ${said(value && this.saving.state === "idle" ? words.saved : "")}
      ${this.unreadable ? trouble(words.unreadable) : nothing}
      ${savingView(this.saving, words.notSaved)}
      ${value ? storedView(this.stored, (url) => html`<img class="app-photo" src=${url} alt=${words.alt(asked.field.label)} />`) : nothing}
      ${this.inputs(asked, value !== "")}
      ${value ? button({ words: words.remove, press: () => asked.change(null, "now"), ...belonging(asked) }) : nothing}`)}</div>`);
  }

  private inputs(asked: Asked, again: boolean): TemplateResult {
    const { field } = asked, file = { accept: "image/*", taken: (chosen: File) => void this.take(asked, chosen) };
    const camera = fileInput({ ...file, id: idOf(field), label: again ? words.retake : words.take, camera: true, look: again ? "secondary" : "" });
    return html`${camera} ${looks(field, "new") ? nothing : fileInput({ ...file, id: idOf(field, "file"), label: words.choose })}`;
  }

  private async take(asked: Asked, file: File): Promise<void> {
    const photo = shrunk(file);
    void this.saving.save(asked.field.node, photo);
    this.unreadable = (await photo) === null;
    this.redraw();
  }
}

export function imageQuestion(doors: Doors): (asked: Asked) => TemplateResult {
  const photo = (redraw: () => void): Capture<Asked> => new Photo(doors, redraw), signing = signature(doors);
  return (asked) => html`${live(looks(asked.field, "signature") ? signing : photo, `${doors.interview()}/${asked.field.name}`, asked)}`;
}
