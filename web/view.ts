import type { TemplateResult } from "lit-html";

/// One page of the application, drawn again whenever something on it changed.
export interface View {
  /// The value of data-page on the main element.
  name: string;
  title: string;
  /// Something on the page has to be put right: the title says so first.
  isWrong?: boolean;
  /// Where the Back link goes.
  back?: { href: string } | { press: () => void } | undefined;
  /// The page has a place of its own for the status line; otherwise that stands at its end.
  placesStatus?: boolean;
  draw(status: TemplateResult): TemplateResult;
}

/// "q/region" -> ["q", "region"]
export const routeOf = (hash: string): [string, string] => {
  const [name = "", ...rest] = hash.replace(/^#\/?/, "").split("/");
  return [name, decoded(rest.join("/"))];
};

/// An address that somebody cut in two names no page.
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

export const hrefOf = (name: string, page = ""): string => `#/${name}${page && `/${encodeURIComponent(page)}`}`;
