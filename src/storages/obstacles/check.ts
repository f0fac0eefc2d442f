import { accessSync, constants, lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoOf, errnoWords } from '../../errors.ts';
import { folderOf, foldersOf } from '../../path.ts';
import type { AssetPath, Problem } from '../../types.ts';
import { below, type FolderState, type Folders } from './folders.ts';
import { lengthProblem } from './length.ts';

/** Everything that would keep files from being written to `paths` below `root`, but what is `yielding`. Writes nothing. */
export function checkDestination(
  root: string,
  folders: Folders,
  paths: readonly AssetPath[],
  yielding: ReadonlySet<string> = new Set(),
): readonly Problem[] {
  const top = folders.look('');
  if (top.kind === 'blocked') return [rootIsNoFolder(root)];
  if (top.kind === 'unreachable') return [unreachable(root, top)];
  const problems: Problem[] = [];
  const fitting = paths.filter((path) => {
    const problem = lengthProblem(root, path);
    if (problem !== undefined) problems.push(problem);
    return problem === undefined;
  });
  const standing = folders.isEmpty() ? [] : fitting;
  for (const [folder, state] of distinctFolders(folders, standing)) {
    const problem = yielding.has(folder)
      ? unwritable(root, folders, folderOf(folder))
      : (obstacle(root, state) ?? unwritable(root, folders, folder));
    if (problem !== undefined) problems.push(problem);
  }
  for (const path of standing) {
    if (!yielding.has(path) && folders.isFolder(path)) problems.push(pathIsFolder(below(root, path)));
  }
  return problems;
}

function obstacle(root: string, state: FolderState): Problem | undefined {
  const folder = below(root, state.at);
  switch (state.kind) {
    case 'blocked':
    case 'outside':
      return wrongFolder(folder, state.kind);
    case 'unreachable':
      return unreachable(folder, state);
    case 'folder':
    case 'missing':
      return undefined;
  }
}

/** The folders of the paths, but of those that come to the same existing one, or to the same obstacle, the first only. */
function distinctFolders(folders: Folders, paths: readonly AssetPath[]): Map<string, FolderState> {
  const found = new Map<string, FolderState>();
  for (const folder of new Set(['', ...foldersOf(paths)])) {
    const state = folders.look(folder);
    const at = state.kind === 'missing' ? existing(folders, state.at) : state.at;
    if (!found.has(at)) found.set(at, folders.look(at));
  }
  return found;
}

function existing(folders: Folders, folder: string): string {
  return folder === '' || folders.look(folder).kind !== 'missing'
    ? folder
    : existing(folders, folderOf(folder));
}

function unwritable(root: string, folders: Folders, folder: string): Problem | undefined {
  const missing = folders.look(folder).kind === 'missing';
  const absolute = missing ? nearestAncestor(root) : below(root, folder);
  try {
    accessSync(absolute, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return {
      code: errnoOf(error) === 'EROFS' ? 'destination-read-only' : 'destination-unwritable',
      severity: 'error',
      message: `Files can't be written to ${missing ? root : absolute}`,
      at: { file: absolute },
      hint: 'Run as a user who may write there, or choose another STATIC_ROOT.',
      cause: errnoWords(error),
    };
  }
}

function nearestAncestor(path: string): string {
  const parent = dirname(path);
  if (parent === path || lstatSync(path, { throwIfNoEntry: false }) !== undefined) return path;
  return nearestAncestor(parent);
}

function rootIsNoFolder(root: string): Problem {
  return {
    code: 'destination-is-file',
    severity: 'error',
    message: `A folder is needed where something else stands: ${root}`,
    at: { file: root },
    hint: 'Move what stands there out of the way, or choose another STATIC_ROOT.',
  };
}

function unreachable(folder: string, { cause }: FolderState): Problem {
  return {
    code: 'destination-unreachable',
    severity: 'error',
    message: `The folder ${folder} can't be looked into`,
    at: { file: folder },
    hint: 'Run as a user who may read and write there, or choose another STATIC_ROOT.',
    ...(cause !== undefined && { cause }),
  };
}

function wrongFolder(folder: string, kind: 'blocked' | 'outside'): Problem {
  if (kind === 'outside') {
    return {
      code: 'destination-escapes',
      severity: 'error',
      message: `${folder} is a link that leads out of STATIC_ROOT`,
      at: { file: folder },
      hint: 'Replace the link by a folder: files are never written outside STATIC_ROOT.',
    };
  }
  return {
    code: 'folder-is-file',
    severity: 'error',
    message: `A folder is needed where a file stands: ${folder}`,
    at: { file: folder },
    hint: 'Remove that file from STATIC_ROOT, or say --clear.',
  };
}

function pathIsFolder(path: string): Problem {
  return {
    code: 'file-is-folder',
    severity: 'error',
    message: `A file is to be written where a folder stands: ${path}`,
    at: { file: path },
    hint: 'Remove that folder from STATIC_ROOT, or say --clear.',
  };
}
