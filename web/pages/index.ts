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
import { choose } from "./shared/choose.ts";
import { link, made } from "./shared/link.ts";
import { share } from "./shared/share.ts";
import { version, versions } from "./shared/versions.ts";
import { start } from "./start.ts";

export const pages: Record<string, (app: App, rest?: string) => View | Promise<View>> = {
  start, contents, check, finished, response, copy, privacy, cookies, accessibility, contact, remove, choose, link, made, share, version, versions,
};
