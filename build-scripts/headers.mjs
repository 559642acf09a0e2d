// The headers every answer of the page's server carries, wherever it is served from.
const policy = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

export const securityHeaders = {
  'Content-Security-Policy': Object.entries(policy).map((rule) => rule.join(' ')).join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Files with a hash of their content in the name never change; all others are asked for again each time. */
export function caching(path) {
  return /[.-][\w-]{8,}\.\w+$/.test(path) && path.startsWith('/assets/')
    ? 'public, max-age=31536000, immutable'
    : 'no-cache';
}
