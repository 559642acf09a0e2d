// The pages by the first word of their address.
import type { App } from "../app.ts";
import type { View } from "../view.ts";
import { accessibility } from "./accessibility.ts";
import { check } from "./check.ts";
import { contact } from "./contact.ts";
import { contents } from "./contents.ts";
import { cookies } from "./cookies.ts";
import { copy } from "./copy.ts";
import { finished } from "./finished.ts";
import { privacy } from "./privacy.ts";
import { remove } from "./remove.ts";
import { response } from "./response.ts";
import { start } from "./start.ts";

/// Pages that come in a part of their own, after the first question.
const shared = (name: keyof typeof import("./shared.ts").shared) => async (app: App, rest = "") =>
  (await import("./shared.ts")).shared[name](app, rest);

export const pages: Record<string, (app: App, rest?: string) => View | Promise<View>> = {
  start, contents, check, finished, response, copy, privacy, cookies, accessibility, contact, remove,
  link: shared("link"), made: shared("made"), share: shared("share"), versions: shared("versions"), version: shared("version"), choose: shared("choose"),
};
