// Pages that nobody needs before the first answer: a file of their own, which is fetched after that answer is saved.
export { check } from "./check.ts";
export { copy } from "./copy.ts";
export { finished } from "./finished.ts";
export { response } from "./response.ts";
export { choose } from "./shared/choose.ts";
export { link, made } from "./shared/link.ts";
export { share } from "./shared/share.ts";
export { version, versions } from "./shared/versions.ts";
