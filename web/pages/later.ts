// Pages that nobody needs before the first answer: a file of their own, which is fetched after that answer is saved.
export { accessibility } from "./accessibility.ts";
export { check } from "./check.ts";
export { cookies } from "./cookies.ts";
export { copy } from "./copy.ts";
export { finished } from "./finished.ts";
export { remove } from "./remove.ts";
export { response } from "./response.ts";
export { choose } from "./shared/choose.ts";
export { link, made } from "./shared/link.ts";
export { share } from "./shared/share.ts";
export { version, versions } from "./shared/versions.ts";
export { stopped } from "./stopped.ts";
