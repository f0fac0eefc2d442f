import type { Folders } from '../obstacles/folders.ts';

/** Throws unless a folder below the root is still the one that was looked at; asked right before each change in it. */
export type Guard = (folder: string) => void;

/** Returns a guard that first asks whether anything may be changed at all. */
export function guardOf(folders: Folders, mayGoOn: () => void): Guard {
  return (folder) => {
    mayGoOn();
    folders.assertSame(folder);
  };
}
