import picomatch from 'picomatch';
import type { AssetPath } from './types.ts';

/**
 * Makes a test for files that carry a content hash in their name already, so that they get no second one. `auto` knows the
 * names that Vite, Rollup, esbuild and webpack write. In doubt it says no: a file that is hashed twice works, but a word
 * that is taken for a hash leaves a file that may be served stale.
 */
export function prehashedBy(rule: readonly string[] | 'auto'): (path: AssetPath) => boolean {
  if (rule === 'auto') return looksHashed;
  if (rule.length === 0) return () => false;
  return picomatch([...rule], { dot: true });
}

function looksHashed(path: AssetPath): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const [, hash] = /[.-]([\w-]{8,64})\.[a-z0-9]+(?:\.map)?$/i.exec(name) ?? [];
  if (hash === undefined) return false;
  return [hash, ...tails(hash)].some((part) => isHex(part) || isBase64(part) || isBase32(part));
}

/** `-` may both precede a hash and be a part of it: `chunk-a1-B2c3D4e5`. */
function tails(text: string): readonly string[] {
  return text.split('-').map((_, index, parts) => parts.slice(index + 1).join('-'));
}

/** True for a hash of webpack: 8 to 64 hex digits, but not digits alone (a date) or letters alone (a word). */
function isHex(text: string): boolean {
  return /^[0-9a-f]{8,64}$/.test(text) && /\d/.test(text) && /[a-f]/.test(text);
}

/** True for a hash of Vite and Rollup: 8 characters of base64url. */
function isBase64(text: string): boolean {
  if (!/^[\w-]{8}$/.test(text) || !/\d/.test(text) || !/[a-z]/.test(text) || !/[A-Z]/.test(text))
    return false;
  return !/^(?:[A-Z]?[a-z]+)+\d+$/.test(text);
}

/** True for a hash of esbuild: 8 characters of base32. */
function isBase32(text: string): boolean {
  return /^[A-Z2-7]{8}$/.test(text) && /\d/.test(text) && /[A-Z]/.test(text) && !/^[A-Z]+\d$/.test(text);
}
