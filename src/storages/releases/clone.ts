import { linkSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { errnoOf } from '../../errors.ts';
import type { Entry } from '../../types.ts';
import { copyWhole } from '../copy/whole.ts';

/**
 * Makes a tree of the same files: hard links, so that they take no room and no time. Safe because no file of a
 * destination is ever written in place. Where the file system has no hard links, reflinks or copies.
 */
export function cloneTree(from: string, to: string, entries: readonly Entry[]): void {
  for (const { path, kind, target } of entries) {
    if (kind === 'directory')
      mkdirSync(`${to}/${path}`, { mode: statSync(`${from}/${path}`).mode, recursive: true });
    else if (target !== undefined) symlinkSync(target, `${to}/${path}`);
    else if (kind === 'file') cloneFile(`${from}/${path}`, `${to}/${path}`);
  }
}

/**
 * EMLINK: a file may have only so many names. EPERM: also what a file of somebody else gives, where the kernel is strict.
 * EACCES: what phones answer; where the folder itself lets nobody write, the copy says so as well.
 */
export const NO_LINKS: ReadonlySet<string> = new Set([
  'EPERM',
  'EACCES',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EXDEV',
]);

export function cloneFile(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!NO_LINKS.has(errnoOf(error) ?? '')) throw error;
    copyWhole(from, to);
  }
}
