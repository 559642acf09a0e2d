// What a camera sees, as a film that Chromium plays in its place (YUV4MPEG2), and pictures for it.
import { writeFileSync } from 'node:fs';
import { load } from '../../web/load.mjs';

const { modulesOf, pixelsOf } = await load('field/qr/pictures.ts', ['uqr', 'jsqr']);

/** A QR picture of the text, as large as the film's side allows. */
export async function qrPixels(text, side) {
  const modules = await modulesOf(text);
  return pixelsOf(modules, Math.max(1, Math.floor(side / modules.length)));
}

/** Pixels in the middle of a grey square, its brightness alone. */
function frame({ data, width, height }, side) {
  const luma = Buffer.alloc(side * side, 128), left = (side - width) >> 1, top = (side - height) >> 1;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) luma[(top + y) * side + left + x] = data[(y * width + x) * 4];
  return Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc(side * side / 2, 128)]);
}

/** A film of those pictures, one after the other for ever, so many a second. */
export function film(path, pictures, { side = 720, perSecond = 5 } = {}) {
  writeFileSync(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${side} H${side} F${perSecond}:1 Ip A1:1 C420mpeg2\n`), ...pictures.map((each) => frame(each, side))]));
}
