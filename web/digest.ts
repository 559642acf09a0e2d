/// SHA-256 of a text in UTF-8, lower-case hex, by the platform; only secure pages have it.
export async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return bytes.reduce((hex, byte) => hex + byte.toString(16).padStart(2, "0"), "");
}
