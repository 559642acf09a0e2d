import { en } from "./en.ts";

/// The fieldwork page's words in the language of the page.
export const words = en;
