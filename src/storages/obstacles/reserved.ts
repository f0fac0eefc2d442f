import { foldPath } from '../../path.ts';
import { OWN_FOLDER } from '../../static-root.ts';
import type { AssetPath, Problem } from '../../types.ts';
import { locateWorkspace } from '../workspace/locate.ts';

/**
 * Refuses paths in the folder of STATIC_ROOT where the lock and the ledger lie if there is no room for them beside it. One
 * problem names the first, in any letter case, and counts the others.
 */
export function checkReserved(root: string, paths: readonly AssetPath[]): readonly Problem[] {
  const found = paths.filter((path) => path.startsWith('.') && isReserved(path));
  const [first] = found;
  if (first === undefined || !locateWorkspace(root).isInside) return [];
  const more = found.length > 1 ? `, and ${found.length - 1} more below ${OWN_FOLDER},` : '';
  return [
    {
      code: 'path-reserved',
      severity: 'error',
      message: `${first}${more} can't be collected: this folder of STATIC_ROOT holds the lock and the ledger of runs`,
      at: { file: `${root}/${first}` },
      hint: `Leave it out with --ignore ${OWN_FOLDER}, or let this user write beside STATIC_ROOT, where they lie then.`,
    },
  ];
}

function isReserved(path: AssetPath): boolean {
  return foldPath(path.split('/', 1)[0] as string) === OWN_FOLDER;
}
