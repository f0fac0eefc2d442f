import type { Comparison, SizeChange, WeighedFile } from '../types.ts';
import type { Earlier } from './earlier.ts';
import { totalOf } from './total.ts';

/** Compares the files with those of before. */
export function compareWith({ label, files: before }: Earlier, files: readonly WeighedFile[]): Comparison {
  const present = new Set(files.map(({ path }) => path));
  const changes: SizeChange[] = files.flatMap(({ path, size }) => {
    const was = before.get(path) ?? null;
    return was === size ? [] : [{ path, before: was, size }];
  });
  for (const [path, size] of before) if (!present.has(path)) changes.push({ path, before: size, size: null });
  return {
    label,
    before: totalOf([...before.values()]),
    changes: changes.sort((a, b) => weightOf(b) - weightOf(a) || (a.path < b.path ? -1 : 1)),
  };
}

function weightOf({ before, size }: SizeChange): number {
  return Math.abs((size ?? 0) - (before ?? 0));
}
