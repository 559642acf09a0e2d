import { nothing } from "lit-html";
import { en } from "./en.ts";

/// The interface's words in the language of the page.
export const text = en;

type Lang = string | typeof nothing;
let surveys: Lang = nothing;
const primary = (language: string): string => language.split("-")[0]!;

/// The value of "lang" for the survey's own words: nothing where they are in the language of the page.
export const inSurvey = (): Lang => surveys;
export const surveySpeaks = (language: string): void => {
  surveys = primary(language) === primary(en.language) ? nothing : language;
};

/// A language's own name: "Cymraeg".
export const nameOf = (language: string): string =>
  en.languageNames[language] ?? new Intl.DisplayNames([language], { type: "language" }).of(language)!;

const clock = new Intl.DateTimeFormat(en.language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const moment = new Intl.DateTimeFormat(en.language, {
  day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit", timeZone: en.timeZone, timeZoneName: "short",
});

const dayAndClock = new Intl.DateTimeFormat(en.language, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/// "at 14:32" by this device's clock and zone; "on 3 March at 14:32" if that was not today.
export function whenSaved(millis: number): string {
  const today = new Date(millis).toDateString() === new Date().toDateString();
  return today ? en.status.at(clock.format(millis)) : en.status.on(dayAndClock.format(millis));
}
/// "3 March 2027 at 17:00 GMT".
export const fullDate = (millis: number) => moment.format(millis);
