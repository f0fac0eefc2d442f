import { lstatSync } from 'node:fs';
import type { Settings, Storage } from '../types.ts';
import type { Helper } from './copy/helper.ts';
import { rehearseOn } from './dry-run.ts';
import { openFilesystem } from './filesystem.ts';
import { currentRelease, releasesFolder } from './releases/index.ts';
import { openSwap } from './releases/swap.ts';

export { type CompareOptions, compare, survey } from './compare.ts';
export { type Helper, startHelper } from './copy/helper.ts';
export { rehearseOn } from './dry-run.ts';
export { openFilesystem } from './filesystem.ts';
export { acquireLock, type Lock, type LockOptions } from './lock/index.ts';
export { foldingOf } from './obstacles/folding.ts';
export { aliasesOf } from './obstacles/spelling.ts';
export {
  currentRelease,
  finishSwitch,
  listReleases,
  releasesFolder,
  removeLeftovers,
  rollBack,
  trimReleases,
} from './releases/index.ts';
export { openSwap } from './releases/swap.ts';
export { createSourceReader, readFitSource } from './sources.ts';

export interface OpenOptions {
  /** Go through everything, write nothing. */
  readonly dryRun?: boolean;
  /** Whether a file has to be on the disk before it counts as written. */
  readonly durable?: boolean;
  /** Whether a file and its fingerprinted copy share their bytes by a hard link. Default: yes, for it is faster. */
  readonly dedupe?: boolean;
  /** Helps to copy; without it one is started where there is much to do. */
  readonly helper?: Helper;
  /** Build a release of its own and switch to it as a whole. */
  readonly swap?: boolean;
}

/** The destination that the settings name. The caller has seen to it that there is a STATIC_ROOT. */
export function openStorage(settings: Settings, options: OpenOptions = {}): Storage {
  const { staticRoot, fileMode, directoryMode } = settings;
  if (staticRoot === null) throw new TypeError('openStorage needs settings with a STATIC_ROOT');
  const open = options.swap ? openSwap : openFilesystem;
  const storage = open(staticRoot, {
    fileMode,
    directoryMode,
    durable: options.durable ?? false,
    dedupe: options.dedupe ?? true,
    ...(options.helper && { helper: options.helper }),
  });
  return options.dryRun ? rehearseOn(storage) : storage;
}

/**
 * The folders to lock for a STATIC_ROOT, in this order. One that is swapped is locked where its releases are: the folder
 * it leads to changes. A folder that is about to become the first release is locked as such as well.
 */
export function lockedFolders(staticRoot: string, swap: boolean): readonly string[] {
  const releases = releasesFolder(staticRoot);
  if (currentRelease(staticRoot) !== undefined) return [releases];
  if (!swap) return [staticRoot];
  const isFolder = lstatSync(staticRoot, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder ? [staticRoot, releases] : [releases];
}
