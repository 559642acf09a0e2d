// The headers of headers.json, which every answer carries wherever the page is served from; the hub is built with the same list.
import { readFileSync } from 'node:fs';

const headers = JSON.parse(readFileSync(new URL('headers.json', import.meta.url), 'utf8'));

export const securityHeaders = Object.fromEntries(Object.entries(headers).map(([name, parts]) => [name, parts.join('; ')]));

/** Files with a hash of their content in the name never change; all others are asked for again each time. */
export function caching(path) {
  return /[.-][\w-]{8,}\.\w+$/.test(path) && path.startsWith('/assets/')
    ? 'public, max-age=31536000, immutable'
    : 'no-cache';
}
