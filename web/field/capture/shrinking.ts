// A photo as it is kept: upright, at most so many pixels on its longer side, JPEG, and without what the camera wrote into it (EXIF: place,
// time, device).
const QUALITY = 0.8;

/// XLSForm's "max-pixels" where a survey says nothing: text on a photographed sheet of paper can still be read.
export const MAX_PIXELS = 1600;

/// The size that a picture of this size gets: never larger than it is.
export function fitted(width: number, height: number, most: number): { width: number; height: number } {
  const scale = Math.min(1, most / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/// Null if this browser cannot read the file as a picture. Browsers turn a bitmap upright by themselves as the camera's note says.
export async function shrunk(file: Blob, most = MAX_PIXELS): Promise<Blob | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return null;
  const { width, height } = fitted(bitmap.width, bitmap.height, most);
  const canvas = new OffscreenCanvas(width, height), context = canvas.getContext("2d")!;
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
}
