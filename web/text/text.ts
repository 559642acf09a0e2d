import { en } from "./en.ts";

/// The interface's words in the language of the page.
export const text = en;

const clock = new Intl.DateTimeFormat(en.language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const moment = new Intl.DateTimeFormat(en.language, {
  day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit", timeZone: en.timeZone, timeZoneName: "short",
});

/// "14:32" by this device's clock and zone.
export const timeOfDay = (millis: number) => clock.format(millis);
/// "3 March 2027 at 17:00 GMT".
export const fullDate = (millis: number) => moment.format(millis);
