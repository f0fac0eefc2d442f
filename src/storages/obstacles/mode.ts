import { geteuid } from 'node:process';
import type { AssetPath, Problem } from '../../types.ts';
import type { Folders } from './folders.ts';

/** What the owner of a folder needs to put files into it: to list, to write, to enter. */
const NEEDED = 0o700;

/** Tells of a mode with which folders would be made that the run could not write into. */
export function checkMode(
  root: string,
  folders: Folders,
  paths: readonly AssetPath[],
  directoryMode: number | null,
): readonly Problem[] {
  if (directoryMode === null || (directoryMode & NEEDED) === NEEDED) return [];
  // No mode keeps the administrator out, and Windows has none.
  if (geteuid === undefined || geteuid() === 0) return [];
  if (!paths.some((path) => folders.lookAbove(path).kind === 'missing')) return [];
  const mode = `0o${directoryMode.toString(8)}`;
  return [
    {
      code: 'directory-mode-too-strict',
      severity: 'error',
      message: `FILE_UPLOAD_DIRECTORY_PERMISSIONS is ${mode}: nobody could write into the folders that are made with it`,
      at: { file: root },
      hint: 'A folder needs read, write and execute for its owner: 0o755, for one. None leaves it to the umask.',
    },
  ];
}
