import { createHash } from 'node:crypto';
import { batches } from '../text/batches.ts';

/** Characters; the names of some 300 files. */
const SHORT = 1 << 14;

/**
 * Returns 32 hex digits that tell one text, which comes in pieces, from another. A short one takes no `node:crypto`, whose
 * loading is a twentieth of a run with nothing to do: nobody gains by two lists of files with one digest.
 */
export function digestOf(pieces: Iterable<string>): string {
  const parts = batches(pieces);
  const first = parts.next().value ?? '';
  // Only the last part can be this short.
  if (first.length < SHORT) return digestOfShort(first);
  const digest = createHash('md5').update(first);
  for (const part of parts) digest.update(part);
  return digest.digest('hex');
}

/** Each character changes one of four numbers, and all of them move on: two texts part for good where they first differ. */
function digestOfShort(text: string): string {
  let [a, b, c, d] = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];
  const whole = text + '\0'.repeat(16);
  for (let at = 0; at < whole.length; at++) {
    const mixed = Math.imul(a ^ whole.charCodeAt(at), 0x9e3779b1);
    a = b;
    b = c;
    c = d;
    d = ((mixed << 15) | (mixed >>> 17)) ^ (a + Math.imul(b, 5) + (c ^ (c >>> 13)));
  }
  return [a, b, c, d].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
}
