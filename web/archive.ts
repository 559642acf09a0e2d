// Several files as one download (POSIX ustar), because browsers ask or refuse when a page hands out more than one.
import type { SavedFile } from "./engine/protocol.ts";

const BLOCK = 512;
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0") + "\0";

/// The fields of a ustar header by offset; its checksum counts its own field as blanks.
function header({ name, bytes }: SavedFile, seconds: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string) => block.set(ascii(text), at);
  put(0, name);
  put(100, octal(0o644, 7) + octal(0, 7) + octal(0, 7) + octal(bytes.length, 11) + octal(seconds, 11) + "        0");
  put(257, "ustar\x0000");
  put(148, octal(block.reduce((sum, byte) => sum + byte, 0), 6) + " ");
  return block;
}

export function archive(files: SavedFile[], millis: number): Uint8Array<ArrayBuffer> {
  const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK;
  const tar = new Uint8Array(files.reduce((sum, { bytes }) => sum + BLOCK + padded(bytes.length), 2 * BLOCK));
  let at = 0;
  for (const file of files) {
    tar.set(header(file, Math.floor(millis / 1000)), at);
    tar.set(file.bytes, at + BLOCK);
    at += BLOCK + padded(file.bytes.length);
  }
  return tar;
}
