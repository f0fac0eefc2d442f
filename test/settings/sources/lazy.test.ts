import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const SRC = new URL('../../../src', import.meta.url).pathname;

/** Everything that is loaded together with a file: its imports that are neither types nor made on demand. */
function loadedWith(file: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  const text = readFileSync(file, 'utf8');
  for (const [, name = ''] of text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm)) {
    const target = name.startsWith('.') ? join(dirname(file), name) : name;
    if (seen.has(target)) continue;
    seen.add(target);
    if (name.startsWith('.')) loadedWith(target, seen);
  }
  return seen;
}

test('no parser and no evaluator is loaded before a file of its format is read', () => {
  const loaded = [...loadedWith(join(SRC, 'settings/index.ts'))];
  const packages = loaded.filter((name) => !name.startsWith('/') && !name.startsWith('node:'));
  expect(packages).toEqual(['fastest-levenshtein']);
  const rooms = loaded.filter((name) => name.startsWith(SRC)).map((file) => relative(SRC, file));
  expect(rooms.filter((file) => /^python\/(?!host\/|text\/literal)/.test(file))).toEqual([]);
});
