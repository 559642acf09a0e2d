import { enLater } from "./en-later.ts";

/// The words of the pages that are fetched later, in the language of the page; everywhere else it is text.ts.
export const later = enLater;
