// Sealing a file so that only the holder of a round's private key can read it: engine/sealing/sealed_file.h says how it is laid out. The
// library is loaded when it is used for the first time; it is in the page's own files.
import type sodiumLibrary from "libsodium-wrappers";

type Sodium = typeof sodiumLibrary;

export const SEALED_EXTENSION = ".takestock-sealed";

const CHUNK = 65536;
const KEY_BYTES = 32;
const utf8 = new TextEncoder();

let loading: Promise<Sodium> | undefined;

/// Also to be called while there is a network, so that it is there when there is none.
export function loadSodium(): Promise<Sodium> {
  loading ??= import("libsodium-wrappers").then(async ({ default: sodium }) => {
    await sodium.ready;
    return sodium;
  });
  loading.catch(() => (loading = undefined));
  return loading;
}

/// The first 16 hex digits of SHA-256 over "takestock key 1" and the key.
async function keyId(publicKey: Uint8Array): Promise<string> {
  const words = utf8.encode("takestock key 1");
  const bytes = new Uint8Array(words.length + publicKey.length);
  bytes.set(words);
  bytes.set(publicKey, words.length);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/// The 32 bytes of a public key from its base64. Throws a RangeError if it is none.
export function readPublicKey(text: string): Uint8Array {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  if (bytes.length !== KEY_BYTES) throw new RangeError("A public key has 32 bytes.");
  return bytes;
}

function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/// The sealed file. Rejects if the key is none, or the library cannot be loaded.
export async function seal(bytes: Uint8Array, publicKey: Uint8Array, round: string): Promise<Uint8Array<ArrayBuffer>> {
  const sodium = await loadSodium();
  const head = { format: "takestock-sealed", version: 1, round, key: await keyId(publicKey) };
  const line = utf8.encode(`${JSON.stringify(head)}\n`);
  const key = sodium.crypto_secretstream_xchacha20poly1305_keygen();
  const sealedKey = sodium.crypto_box_seal(key, publicKey);
  const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key);
  sodium.memzero(key);
  const parts = [line, sealedKey, header];
  for (let at = 0, last = false; !last; at += CHUNK) {
    last = bytes.length - at <= CHUNK;
    const tag = last ? sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL : sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
    parts.push(sodium.crypto_secretstream_xchacha20poly1305_push(state, bytes.subarray(at, at + CHUNK), line, tag));
  }
  return joined(parts);
}
