import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** What stands at a path, in words that are equal when the things are: `folder`, `link to ...`, `file 0644 12 bytes ...`. */
export type Tree = ReadonlyMap<string, string>;

/** True if a path lies in the folder of ours that stands beside a STATIC_ROOT. */
export function isWorkspace(path: string): boolean {
  return /(?:^|\/)\.collectstatic(?:\/|$)/.test(path);
}

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
  const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0');
  const { packed, bytes } = unpack(file, readFileSync(file));
  return `${packed}file ${mode} ${bytes.length} bytes ${createHash('sha1').update(bytes).digest('hex')}`;
}

/** What is in a compressed variant: Python's zlib and Node's pack the same bytes in different ways. */
function unpack(file: string, bytes: Buffer): { readonly packed: string; readonly bytes: Buffer } {
  if (file.endsWith('.gz')) return { packed: 'gzipped ', bytes: gunzipSync(bytes) };
  if (file.endsWith('.br')) return { packed: 'Brotli ', bytes: brotliDecompressSync(bytes) };
  return { packed: '', bytes };
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
