// The pages of fieldwork by the first word of their address.
import { contents } from "../../pages/contents.ts";
import { hrefOf } from "../../view.ts";
import type { Desk, FieldView } from "../desk.ts";
import type { Field } from "../field.ts";
import { handOver as qrSend } from "../qr/hand-over.ts";
import { takeOver as qrTake } from "../qr/take-over.ts";
import { about } from "./about.ts";
import { ofInterview } from "./asking.ts";
import { carry } from "./carry.ts";
import { check, finished } from "./finishing.ts";
import { deletions, remove } from "./deleting.ts";
import { device, privacy } from "./device.ts";
import { importing } from "./importing.ts";
import { handOver, leave, lockPage as locked, thanks, welcome } from "./kiosk.ts";
import { list, open } from "./list.ts";
import { passcode } from "./passcode.ts";
import { ready } from "./ready.ts";
import { removal, removedPage } from "./removal.ts";
import { send } from "./send.ts";
import { TakeUp } from "./take-up.ts";

export { removedPage };
export type Make = (desk: Field, rest: string) => FieldView | Promise<FieldView>;

const questions = async (desk: Field): Promise<FieldView> => (desk.interview ? ofInterview(desk, await contents(desk)) : list(desk));

export const pages: Record<string, Make> = {
  "": list, "take-up": (desk) => new TakeUp(desk), open, start: about, contents: questions, check, finished, delete: remove, deletions, send, carry, import: importing,
  ready, device, remove: removal, passcode, kiosk: handOver, privacy,
  "qr-send": ({ client }) => qrSend(client, { href: hrefOf("carry") }), "qr-take": ({ client }) => qrTake(client, { href: hrefOf("carry") }),
};

/// While the respondent has the device.
export const kioskPages: Record<string, Make> = { start: welcome, contents: questions, check, privacy, thanks, leave };

export const lockPage = (desk: Desk): FieldView => locked(desk);
