// The pages about links, other devices and earlier versions: one part of the program, loaded when the first of them is asked for.
import { choose } from "./shared/choose.ts";
import { link, made } from "./shared/link.ts";
import { share } from "./shared/share.ts";
import { version, versions } from "./shared/versions.ts";

export const shared = { choose, link, made, share, version, versions };
