// A link in the address: "#/<round>/<code>". What stands there and names none of our pages is taken for one, whatever became of it on its way.
import { routeOf } from "./view.ts";

const OURS = [
  "start", "q", "change", "language", "contents", "check", "finished", "response", "copy", "remove", "link", "made", "share", "versions", "version", "choose",
  "privacy", "cookies", "accessibility", "contact", "team",
];

/// The link in the address, or "". It is secret: it leaves the address before anything else happens.
export function takeLink(ours = OURS): string {
  const { hash } = location;
  if (!/^#(\/|%2f)./i.test(hash) || ours.includes(routeOf(hash)[0])) return "";
  history.replaceState(null, "", location.pathname + location.search);
  return hash;
}

/// The round that the link seems to name; the engine says whether it does.
export const roundOf = (link: string): string => /([\w-]{1,64})\s*\/[^/]*\/*$/.exec(decoded(link))?.[1]?.toLowerCase() ?? "";

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
