import { closeSync, fsyncSync, openSync } from 'node:fs';
import { platform } from 'node:os';
import { below } from './folders.ts';

/** Sees to it that what was renamed into these folders of `root` is on the disk. Windows does that by itself. */
export function syncFolders(root: string, folders: Iterable<string>): void {
  if (platform() === 'win32') return;
  for (const folder of folders) {
    const descriptor = openSync(below(root, folder), 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}
