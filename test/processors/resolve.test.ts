import { posix } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Paths, type Resolved, resolve } from '../../src/processors/resolve.ts';
import type { AssetPath } from '../../src/types.ts';

const FILES = ['a', 'a.css', 'b/a', 'b/c/a', '%41/a', 'A/a', 'b c/a', '-/_', 'b/.c', '..a'] as AssetPath[];
const FOLDERS = new Set(FILES.map((file) => posix.dirname(file)));
const paths: Paths = {
  has: (path) => FILES.includes(path as AssetPath),
  isFolder: (path) => FOLDERS.has(path),
};

/** What is found for a URL with a fragment, without the fragment. */
function withoutFragment(found: Resolved): Resolved {
  if (found.kind === 'unnamed') return { ...found, url: found.url.replace(/#f$/, '') };
  return found.kind === 'file' ? { ...found, tail: found.tail.replace(/^#f$/, '') } : found;
}

test('a URL in which nothing is to be decoded leads where it does with a fragment', () => {
  const piece = fc.constantFrom('a', 'b', 'c', 'A', '..', '.', '/', '//', '-', '_', '.css', 'static', '%41');
  const url = fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join(''));
  const from = fc.constantFrom(...FILES);
  const staticUrl = fc.constantFrom('', '/static/', '/st%41tic/', '/a b/');
  fc.assert(
    fc.property(url, from, staticUrl, fc.boolean(), (tail, file, root, below) => {
      const target = below ? root + tail : tail;
      const whole = resolve(`${target}#f`, file, root, paths, 'unquoted');
      expect(resolve(target, file, root, paths, 'unquoted')).toEqual(withoutFragment(whole));
    }),
    { numRuns: 3000 },
  );
});
