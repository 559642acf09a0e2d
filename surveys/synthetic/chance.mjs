// Chance from a seed: the same seed gives the same choices on every machine.

/** Numbers from 0 up to 1, without 1 (sfc32). */
export function chance(seed) {
  let [a, b, c, d] = [seed >>> 0, (seed / 2 ** 32) >>> 0, 0x9e3779b9, 1];
  const next = () => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t | 0;
    return (t >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 20; i++) next();
  return next;
}

/** A seed of its own for everything that has a name. */
export const seedOf = (name, seed = 0) => [...name].reduce((hash, letter) => Math.imul(hash ^ letter.codePointAt(0), 0x01000193) >>> 0, (0x811c9dc5 ^ seed) >>> 0);

export const whole = (next, from, to) => from + Math.floor(next() * (to - from + 1));
export const oneOf = (next, list) => list[Math.floor(next() * list.length)];
export const hex = (next, digits) => Array.from({ length: digits }, () => '0123456789abcdef'[Math.floor(next() * 16)]).join('');

/** An index into `weights`, each as likely as its weight. */
export function weighted(next, weights) {
  let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex((weight) => (left -= weight) < 0);
  return found < 0 ? weights.length - 1 : found;
}

/** `list` in another order. */
export function shuffled(next, list) {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = whole(next, 0, i);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}
