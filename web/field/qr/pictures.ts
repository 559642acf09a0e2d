// QR pictures: drawn with uqr, read by the browser where it can (BarcodeDetector), else by jsqr. Both packages are loaded when they are used.
export interface Pixels {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/// Rows of modules, true is dark; with the quiet zone of four modules that readers need.
export async function modulesOf(text: string): Promise<boolean[][]> {
  const { encode } = await import("uqr");
  return encode(text, { ecc: "L", border: 4 }).data;
}

/// Black on white, each module so many pixels wide.
export function pixelsOf(modules: boolean[][], scale: number): Pixels {
  const size = modules.length * scale, data = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let y = 0; y < size; ++y)
    for (let x = 0; x < size; ++x)
      if (modules[Math.floor(y / scale)]![Math.floor(x / scale)]) data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
  return { data, width: size, height: size };
}

interface Detector {
  detect(image: ImageBitmapSource): Promise<{ rawValue: string }[]>;
}
declare const BarcodeDetector: (new (options: { formats: string[] }) => Detector) & { getSupportedFormats(): Promise<string[]> };

async function ownDetector(wanted: (format: string) => boolean): Promise<Detector | null> {
  if (typeof BarcodeDetector === "undefined") return null;
  const formats = (await BarcodeDetector.getSupportedFormats()).filter(wanted);
  return formats.length ? new BarcodeDetector({ formats }) : null;
}

/// The text of the picture in the pixels; null if none is seen.
export type Reader = (pixels: Pixels) => Promise<string | null>;

async function makeAnyReader(wanted: (format: string) => boolean): Promise<Reader> {
  const detector = await ownDetector(wanted);
  if (detector)
    return async ({ data, width, height }) => (await detector.detect(new ImageData(new Uint8ClampedArray(data), width, height)))[0]?.rawValue ?? null;
  const { default: jsqr } = await import("jsqr");
  return async ({ data, width, height }) => jsqr(data, width, height, { inversionAttempts: "dontInvert" })?.data ?? null;
}

const isQr = (format: string): boolean => format === "qr_code";
const isKnown = (format: string): boolean => format !== "unknown";

/// Of QR pictures alone.
export const makeReader = (): Promise<Reader> => makeAnyReader(isQr);
/// Of every code that the browser reads; of QR codes where it reads none by itself.
export const makeBarcodeReader = (): Promise<Reader> => makeAnyReader(isKnown);
/// Whether the browser reads more than QR codes.
export const readsBarcodes = async (): Promise<boolean> =>
  typeof BarcodeDetector !== "undefined" && (await BarcodeDetector.getSupportedFormats()).some((format) => isKnown(format) && !isQr(format));
