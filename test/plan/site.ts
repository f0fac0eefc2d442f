import { statSync } from 'node:fs';
import type { Asset, Location, Plan } from '../../src/types.ts';
import { asset, treeOf } from '../storages/folder.ts';

/** The plan that collects every file of a folder under its own path. */
export function planOf(sources: string): Plan {
  const location: Location = { finder: 'directories', name: sources, root: sources, prefix: '' };
  const assets = Object.keys(treeOf(sources)).map((name): Asset => {
    const file = `${sources}/${name}`;
    const { size, mtimeMs } = statSync(file);
    const path = asset(name);
    return { path, source: { path, file, location, size, mtimeMs } };
  });
  return { assets, skipped: 0, conflicts: [], problems: [] };
}
