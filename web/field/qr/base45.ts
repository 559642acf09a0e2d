// Bytes as text of the 45 letters that QR codes pack best (RFC 9285): two bytes in three letters, a last one in two.
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map([...LETTERS].map((letter, value) => [letter, value]));

export function base45(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = at + 1 < bytes.length;
    let value = pair ? bytes[at]! * 256 + bytes[at + 1]! : bytes[at]!;
    for (let letters = pair ? 3 : 2; letters > 0; --letters, value = Math.floor(value / 45)) text += LETTERS[value % 45]!;
  }
  return text;
}

/// Null if the text is none of these.
export function base45Bytes(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 3 === 1) return null;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const values = [...text.slice(at, at + 3)].map((letter) => VALUES.get(letter));
    if (values.includes(undefined)) return null;
    const value = values.reduceRight<number>((sum, one) => sum * 45 + one!, 0), pair = values.length === 3;
    if (value > (pair ? 0xffff : 0xff)) return null;
    if (pair) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  return Uint8Array.from(bytes);
}
