import { en } from "./en.ts";

/// The results page's words in the language of the page.
export const words = en;
