// A results file on its way through pictures: compressed, so that fewer are needed.
import { PART_BYTES, split } from "./parts.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export const MOST_INTERVIEWS = 50;
/// At the middle pace three minutes for the whole row.
export const MOST_PICTURES = 120;
/// Of the file that comes out; larger ones are taken by no engine.
const MOST_BYTES = 16 * 1024 * 1024;

async function through(bytes: Bytes, stream: CompressionStream | DecompressionStream, most: number): Promise<Bytes | null> {
  const parts: Bytes[] = [];
  let size = 0;
  const reader = (new Blob([bytes]).stream().pipeThrough(stream) as ReadableStream<Bytes>).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    size += next.value.length;
    if (size > most) return reader.cancel().then(() => null);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

export type Packed = { texts: string[] } | { pictures: number };

/// The pictures' texts, or how many they would be where that is too many.
export async function packed(file: Bytes): Promise<Packed> {
  const bytes = (await through(file, new CompressionStream("gzip"), Infinity))!;
  const pictures = Math.ceil(bytes.length / PART_BYTES);
  return pictures > MOST_PICTURES ? { pictures } : { texts: await split(bytes) };
}

/// The file; null if the bytes are no such file.
export const unpacked = (bytes: Bytes): Promise<Bytes | null> => through(bytes, new DecompressionStream("gzip"), MOST_BYTES).catch(() => null);

/// What both devices show, so that people can compare: the first of the file's SHA-256, "3f9a 01c7".
export async function checkNumber(file: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", file)).subarray(0, 4);
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 4)} ${hex.slice(4)}`;
}
