import { linkSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findSources, sameBytes, sameFile } from '../../src/finders/index.ts';
import type { Source } from '../../src/types.ts';
import { directory, project } from './project.ts';

function sourcesOf(root: string): Readonly<Record<string, Source>> {
  const { sources } = findSources([directory(root)], []);
  return Object.fromEntries(sources.map((source) => [source.path, source]));
}

test('bytes are compared to the end, over several reads', () => {
  const long = 'x'.repeat(200_000);
  const root = project({ a: long, b: long, c: `${long.slice(1)}y`, d: `${long}x`, e: '', f: '' });
  const { a, b, c, d, e, f } = sourcesOf(root) as Record<string, Source> &
    Record<'a' | 'b' | 'c' | 'd' | 'e' | 'f', Source>;
  expect([sameBytes(a, b), sameBytes(a, c), sameBytes(a, d), sameBytes(e, f)]).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

test('one file reached by a link is the same file, an equal copy is another', () => {
  const root = project({ 'a.css': 'x', 'copy.css': 'x' });
  symlinkSync('a.css', join(root, 'link.css'));
  linkSync(join(root, 'a.css'), join(root, 'hard.css'));
  const found = sourcesOf(root);
  const same = (name: string): boolean => sameFile(found['a.css'] as Source, found[name] as Source);
  expect(['a.css', 'link.css', 'hard.css', 'copy.css'].map(same)).toEqual([true, true, true, false]);
  expect(statSync(join(root, 'copy.css')).size).toBe(1);
});

test('a file that vanished meanwhile is one clear problem', () => {
  const root = project({ 'a.css': 'x', 'b.css': 'y' });
  const found = sourcesOf(root);
  const gone = { ...(found['a.css'] as Source), file: join(root, 'gone.css') };
  expect(() => sameBytes(found['b.css'] as Source, gone)).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ code: 'unreadable-file' })] }),
  );
});
