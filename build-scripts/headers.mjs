// The headers of headers.json, which every answer carries wherever the page is served from; the hub is built with the same list.
import { readFileSync } from 'node:fs';

const read = (name) => Object.fromEntries(Object.entries(JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))).map(([header, parts]) => [header, parts.join('; ')]));

export const securityHeaders = read('headers.json');
const field = { ...securityHeaders, ...read('field-headers.json') };

/** Those of an answer at this path: the fieldwork page may use the camera, the microphone and the position, and show what they gave. */
export const headersOf = (path) => (path.startsWith('/field/') ? field : securityHeaders);

/** Files with a hash of their content in the name never change; all others are asked for again each time. */
export function caching(path) {
  return /[.-][\w-]{8,}\.\w+$/.test(path) && path.startsWith('/assets/')
    ? 'public, max-age=31536000, immutable'
    : 'no-cache';
}
