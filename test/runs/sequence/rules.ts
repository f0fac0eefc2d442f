import { existsSync, readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { Ledger } from '../../../src/ledger/index.ts';
import type { Tree } from '../../tree.ts';

/** What another program may put into a file of ours. */
export const SPOILT = 'spoilt';

/** What a run found, what it left, and what one run into an empty folder gives. */
export interface Run {
  /** The folder that links to sources lead to; absolute. */
  readonly project: string;
  readonly before: Tree;
  readonly after: Tree;
  readonly clean: Tree;
  readonly ledger: Ledger;
  /** Whether a path is none of ours: put there by somebody else, or forgotten with a ledger. */
  readonly isStrange: (path: string) => boolean;
}

/** The tree of a clean run, and what may stay beside it. */
export function expectConverged(
  { project, before, after, clean, ledger, isStrange }: Run,
  options: { readonly clear: boolean; readonly clearOwned: boolean },
): void {
  for (const path of Object.keys(clean)) expect(after[path], path).toBe(clean[path]);
  const others = Object.keys(after).filter((path) => !(path in clean));
  for (const path of others) {
    expect(before[path], `${path} is not of this run, so it was there`).toBe(after[path]);
    expect(options.clear, `${path} should have been cleared`).toBe(false);
    expect(options.clearOwned && !isStrange(path), `${path} is ours and should have been cleared`).toBe(
      false,
    );
    if (!isStrange(path)) expectFreshVariant(path, after, project);
    if (!isStrange(path)) expect(ledger.files.get(path as never)?.retired, path).toBeDefined();
  }
  const current = [...ledger.files].flatMap(([path, { retired }]) => (retired === undefined ? path : []));
  expect(current.sort()).toEqual(Object.keys(clean).sort());
}

/** A `.gz` that stays beside a file would be served for it. */
function expectFreshVariant(path: string, tree: Tree, project: string): void {
  const standing = tree[path.replace(/\.(?:gz|br)$/, '')];
  // What somebody else has spoilt, and no run makes any more, is as it is.
  if (standing === undefined || !/\.(?:gz|br)$/.test(path)) return;
  if (standing === SPOILT || tree[path] === SPOILT) return;
  const source = standing.replace('-> <project>', project);
  // A link that is left over may lead to a source that is gone.
  if (source !== standing && !existsSync(source)) return;
  const original = source === standing ? standing : readFileSync(source, 'latin1');
  const bytes = Buffer.from(tree[path] ?? '', 'latin1');
  const unpacked = path.endsWith('.gz') ? gunzipSync(bytes) : brotliDecompressSync(bytes);
  expect(unpacked.toString('latin1'), `${path} is of other bytes than what it stands beside`).toBe(original);
}

/** A run that was killed: every file is the old one or the new one, and none is missing that both releases have. */
export function expectWhole({ before, after, clean }: Pick<Run, 'before' | 'after' | 'clean'>): void {
  for (const path of Object.keys(after))
    expect([before[path], clean[path]], `${path} is whole`).toContain(after[path]);
  for (const path of Object.keys(clean))
    if (path in before) expect(Object.keys(after), 'in both releases').toContain(path);
  if (namesMissing(before).length > 0) return;
  // A file that takes the place of a folder leaves no room for what the former manifest names there.
  const isDisplaced = (name: string): boolean =>
    Object.keys(clean).some((path) => name.startsWith(`${path}/`));
  expect(namesMissing(after).filter((name) => !isDisplaced(name))).toEqual([]);
}

/** Names in the manifest that lead nowhere. */
function namesMissing(tree: Tree): readonly string[] {
  return namesOf(tree).filter((name) => !(name in tree));
}

/** After pruning to the last release, whatever its age: no retired fingerprinted file is left but those a manifest names. */
export function expectPruned(tree: Tree, ledger: Ledger): void {
  const named = new Set(namesOf(tree));
  const retired = [...ledger.files].filter(
    ([path, { why, retired }]) => retired && why === 'hashed' && path in tree,
  );
  expect(retired.map(([path]) => path).filter((path) => !named.has(path))).toEqual([]);
}

function namesOf(tree: Tree): readonly string[] {
  const text = tree['staticfiles.json'] ?? '';
  if (!text.startsWith('{')) return [];
  const { paths } = JSON.parse(text) as { readonly paths: Readonly<Record<string, string>> };
  return Object.values(paths);
}
