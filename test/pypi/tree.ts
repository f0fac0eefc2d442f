import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTree } from '../django/contenders/tree.ts';

/** Returns what lies in a STATIC_ROOT, by path; the names in a manifest are in no fixed order. */
export function collectedTree(root: string): ReadonlyMap<string, string> {
  const tree = new Map(readTree(root));
  for (const name of tree.keys()) {
    if (name.includes('/') || !name.endsWith('.json')) continue;
    const manifest = JSON.parse(readFileSync(join(root, name), 'utf8'));
    if (manifest.paths === undefined) continue;
    const { paths, ...rest } = manifest;
    tree.set(name, JSON.stringify([Object.entries(rest).sort(), Object.entries(paths).sort()]));
  }
  return tree;
}
