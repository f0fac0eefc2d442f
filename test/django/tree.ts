import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What stands at a path, in words that are equal when the things are: `folder`, `link to ...`, `file 0644 12 bytes ...`. */
export type Tree = ReadonlyMap<string, string>;

/** Everything below `folder`, by path relative to it, sorted. A folder that is not there gives an empty tree. */
export function readTree(folder: string): Tree {
  const entries: [string, string][] = [];
  function read(relative: string): void {
    for (const name of readdirSync(join(folder, relative))) {
      const path = relative === '' ? name : `${relative}/${name}`;
      const what = describe(join(folder, path));
      entries.push([path, what]);
      if (what === 'folder') read(path);
    }
  }
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) read('');
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function describe(file: string): string {
  const stat = lstatSync(file);
  if (stat.isDirectory()) return 'folder';
  if (stat.isSymbolicLink()) return `link to ${readlinkSync(file)}`;
  const bytes = readFileSync(file);
  const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0');
  return `file ${mode} ${bytes.length} bytes ${createHash('sha1').update(bytes).digest('hex')}`;
}

/** A path at which two trees differ; `undefined` where there is nothing. */
export interface Difference {
  readonly path: string;
  readonly expected: string | undefined;
  readonly actual: string | undefined;
}

export function differences(expected: Tree, actual: Tree): Difference[] {
  const paths = [...new Set([...expected.keys(), ...actual.keys()])].sort();
  return paths
    .map((path) => ({ path, expected: expected.get(path), actual: actual.get(path) }))
    .filter((difference) => difference.expected !== difference.actual);
}
