// As web/place.ts says, for the results page.
export const PLACE = "takestock-results";
export const ROUNDS = "results-rounds";
export const HUB = "../";
export const FIRST = "";
export const isOurCache = (name: string): boolean => name.startsWith("results-");
