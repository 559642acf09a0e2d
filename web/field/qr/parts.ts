// A file as a row of texts for QR pictures, and back: in any order, each any number of times. A text is base45 of
//  8 bytes  the file's id: the first of its SHA-256
//  2 bytes  which part, from 0          2 bytes  how many parts
//  4 bytes  the first of SHA-256 over all of this part but these four
//  the part's content
// after "TK1:". Numbers are big-endian.
import { base45, base45Bytes } from "./base45.ts";

const MARK = "TK1:";
const HEAD = 16;
const MOST_PARTS = 400;

/// So many bytes of the file in a picture: 900 letters with the mark, which a tablet's camera reads from another one's screen.
export const PART_BYTES = 580;

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

/// The checksum of a part, over its bytes without the place of the checksum.
async function sumOf(part: Uint8Array): Promise<Uint8Array> {
  const counted = new Uint8Array(part.length - 4);
  counted.set(part.subarray(0, 12));
  counted.set(part.subarray(HEAD), 12);
  return (await sha256(counted)).subarray(0, 4);
}

/// The texts, in order. Throws a RangeError for a file that is too long to be carried so.
export async function split(file: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const count = Math.max(1, Math.ceil(file.length / PART_BYTES));
  if (count > MOST_PARTS) throw new RangeError("This file is too long for pictures.");
  const id = (await sha256(file)).subarray(0, 8);
  const texts: string[] = [];
  for (let index = 0; index < count; ++index) {
    const content = file.subarray(index * PART_BYTES, (index + 1) * PART_BYTES);
    const part = new Uint8Array(HEAD + content.length), numbers = new DataView(part.buffer);
    part.set(id);
    numbers.setUint16(8, index);
    numbers.setUint16(10, count);
    part.set(content, HEAD);
    part.set(await sumOf(part), 12);
    texts.push(MARK + base45(part));
  }
  return texts;
}

/// What a picture did: "foreign" is none of ours or misread, "other_file" belongs to another file than those before it.
export type Taken = "new" | "known" | "foreign" | "other_file";

/// Puts one file together again.
export class Collector {
  private readonly parts = new Map<number, Uint8Array>();
  private id: Uint8Array | null = null;
  count = 0; ///< parts of the file; 0 before the first

  get have(): number { return this.parts.size; }
  /// Numbers, from 0, of those that have not come yet.
  get missing(): number[] { return Array.from({ length: this.count }, (_, i) => i).filter((i) => !this.parts.has(i)); }

  async take(text: string): Promise<Taken> {
    const part = text.startsWith(MARK) ? base45Bytes(text.slice(MARK.length)) : null;
    if (!part || part.length < HEAD || !same(part.subarray(12, HEAD), await sumOf(part))) return "foreign";
    const numbers = new DataView(part.buffer), index = numbers.getUint16(8), count = numbers.getUint16(10), id = part.slice(0, 8);
    if (count === 0 || count > MOST_PARTS || index >= count) return "foreign";
    if (this.id && (!same(this.id, id) || this.count !== count)) return "other_file";
    this.id = id;
    this.count = count;
    if (this.parts.has(index)) return "known";
    this.parts.set(index, part.subarray(HEAD));
    return "new";
  }

  /// The file once all parts are there and it is what its id says; null before. Throws if it is not.
  async file(): Promise<Uint8Array<ArrayBuffer> | null> {
    if (!this.id || this.have < this.count) return null;
    const all = Array.from({ length: this.count }, (_, i) => this.parts.get(i)!);
    const file = new Uint8Array(all.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of all) {
      file.set(part, at);
      at += part.length;
    }
    if (!same(this.id, (await sha256(file)).subarray(0, 8))) throw new Error("The pictures do not give the file that was sent.");
    return file;
  }
}
