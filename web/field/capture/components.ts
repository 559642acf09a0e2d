// The question types of fieldwork and what draws them.
import type { TemplateResult } from "lit-html";
import type { Asked } from "../../components/asked.ts";
import { barcodeQuestion } from "./barcode.ts";
import type { Doors } from "./doors.ts";
import { geopointQuestion } from "./geopoint.ts";
import { imageQuestion } from "./photo.ts";
import { audioQuestion } from "./sound.ts";

export const captureComponents = (doors: Doors): Record<string, (asked: Asked) => TemplateResult> => ({
  geopoint: geopointQuestion(doors),
  image: imageQuestion(doors),
  audio: audioQuestion(doors),
  barcode: barcodeQuestion(doors),
});
