import { folderOf } from '../../path.ts';
import type { AssetPath } from '../../types.ts';
import { notPlaced } from '../failures.ts';
import type { Stage } from '../stage.ts';
import { move } from './move.ts';
import { type Means, placerFor } from './placer.ts';
import { removeAll } from './remove.ts';
import { syncFolders } from './sync.ts';
import { placeTree } from './tree.ts';

/** What becomes visible in which order; see `Storage.place`. */
export interface Placement extends Means {
  readonly displaced: ReadonlySet<string>;
  readonly last: readonly AssetPath[];
  readonly outdated: readonly AssetPath[];
  /** Whether what is placed has to be on the disk before `last` is placed, and `last` before the end. */
  readonly durable: boolean;
}

/** Puts what is staged in its place below `root`. */
export async function placeStage(
  { tree, last: lastFolder, aside, folders }: Stage,
  root: string,
  { displaced, last, outdated, durable, guard, cross }: Placement,
): Promise<void> {
  // Held back first: a folder that is new is renamed with all it holds.
  const held = last.map((path, index) => ({ path, file: `${lastFolder}/${index}` }));
  const put = placerFor(root, displaced, aside, { guard, cross });
  try {
    for (const { path, file } of held) await move(`${tree}/${path}`, file);
    removeAll(root, outdated, guard);
    await placeTree(tree, root, displaced, put, { guard, cross });
    if (durable) syncFolders(root, folders());
    for (const { path, file } of held) await put(file, path);
    if (durable) syncFolders(root, new Set(last.map(folderOf)));
  } catch (error) {
    throw notPlaced(root, error);
  }
}
