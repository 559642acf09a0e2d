// As web/place.ts says, for the fieldwork page.
export const PLACE = "takestock-field";
export const ROUNDS = "field-rounds";
export const HUB = "../";
export const FIRST = "interviewer";
export const isOurCache = (name: string): boolean => name.startsWith("field-");
