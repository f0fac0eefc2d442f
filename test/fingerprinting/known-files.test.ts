import { expect, test } from 'vitest';
import { areColumns, recallFiles, toColumns } from '../../src/fingerprinting/known-files.ts';
import type { KnownFile } from '../../src/processors/index.ts';
import { jsonPieces } from '../../src/text/json.ts';
import type { AssetPath } from '../../src/types.ts';

const path = (text: string): AssetPath => text as AssetPath;

const FILES: ReadonlyMap<AssetPath, KnownFile> = new Map([
  [path('b/site.css'), { size: 3, mtimeMs: 5, hash: 'a'.repeat(12), links: [path('a.svg'), path('z.svg')] }],
  [path('a.svg'), { size: 1, mtimeMs: 5, hash: 'b'.repeat(12) }],
  [path('z.svg'), { size: 2, mtimeMs: 5, hash: '' }],
]);

test('facts about files are read back as they were, in whatever order they are asked for', () => {
  const columns = JSON.parse([...jsonPieces(toColumns(FILES))].join(''));
  expect(areColumns(columns)).toBe(true);
  const paths = [...FILES.keys()];
  for (const order of [paths, paths.toReversed(), [...paths, ...paths], [path('gone'), ...paths]]) {
    const known = recallFiles(columns);
    expect(order.map((each) => known.get(each))).toEqual(order.map((each) => FILES.get(each)));
  }
});

test('facts about a million files are taken, but not with one wrong digit', () => {
  const rows = 1_000_000;
  const many = {
    paths: new Array(rows).fill('a'),
    sizes: new Array(rows).fill(1),
    times: new Array(rows).fill(1),
    hashes: '0123456789ab'.repeat(rows),
    findings: new Array(rows).fill(0),
  };
  expect(areColumns(many)).toBe(true);
  expect(areColumns({ ...many, hashes: `${many.hashes.slice(0, -1)}g` })).toBe(false);
  expect(areColumns({ ...many, hashes: `-${many.hashes.slice(1)}` })).toBe(false);
});
