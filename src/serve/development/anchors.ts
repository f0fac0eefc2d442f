import { basename, dirname, join } from 'node:path';
import { findApps } from '../../finders/index.ts';
import type { Settings } from '../../types.ts';
import { templateRoots } from './templates.ts';

/** Folders in which a folder of static files or templates may appear, and the names it would have. */
export type Anchors = ReadonlyMap<string, ReadonlySet<string>>;

/** Lists where files would be looked for if there were something. */
export async function findAnchors(settings: Settings): Promise<Anchors> {
  const { apps } = await findApps(settings);
  const names = settings.finders.flatMap(({ kind, sourceDir }) =>
    kind === 'apps' ? (sourceDir ?? 'static') : [],
  );
  const roots = [
    ...settings.staticDirs.map(({ dir }) => dir),
    ...apps.flatMap(({ folder }) => (folder === null ? [] : names.map((name) => join(folder, name)))),
    ...templateRoots(settings.check?.engines ?? [], apps),
  ];
  const anchors = new Map<string, Set<string>>();
  for (const root of roots) {
    const known = anchors.get(dirname(root)) ?? new Set<string>();
    anchors.set(dirname(root), known.add(basename(root)));
  }
  return anchors;
}
