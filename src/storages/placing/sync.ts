import { closeSync, fsyncSync, openSync } from 'node:fs';
import { platform } from 'node:os';
import { errnoOf } from '../../errors.ts';
import { below } from '../obstacles/folders.ts';

/** Waits until what was renamed into these folders of `root` is on the disk. Windows sees to that by itself. */
export function syncFolders(root: string, folders: Iterable<string>): void {
  if (platform() === 'win32') return;
  for (const folder of folders) {
    const descriptor = openSync(below(root, folder), 'r');
    try {
      fsyncSync(descriptor);
    } catch (error) {
      if (!UNSYNCED.has(errnoOf(error) ?? '')) throw error;
    } finally {
      closeSync(descriptor);
    }
  }
}

/** Network file systems that have no such thing for folders. */
const UNSYNCED: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);
