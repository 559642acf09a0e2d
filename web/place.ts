// Under which names this page keeps its things on a device, and where its hub is. The fieldwork page is built with field/place.ts in the
// place of this file, so that a device can hold a respondent's own answers and fieldwork side by side.

/// The folder in the origin private file system, the database in IndexedDB, and the lock.
export const PLACE = "takestock";
/// The cache with the words of rounds.
export const ROUNDS = "rounds";
/// From the page's address to the hub's.
export const HUB = "";
/// The engine's command that opens what the page is about.
export const FIRST = "resume";
export const isOurCache = (name: string): boolean => !/^(field|results)/.test(name);
