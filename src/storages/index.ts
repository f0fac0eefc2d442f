import type { Settings, Storage } from '../types.ts';
import type { Helper } from './copy/helper.ts';
import { rehearseOn } from './dry-run.ts';
import { openFilesystem } from './filesystem.ts';
import { openSwap } from './releases/swap.ts';

export { type CompareOptions, compare, type Survey, survey } from './compare.ts';
export { type Helper, startHelper } from './copy/helper.ts';
export { rehearseOn } from './dry-run.ts';
export { openFilesystem } from './filesystem.ts';
export { acquireLock, type Lock, type LockOptions } from './lock/index.ts';
export { foldingOf } from './obstacles/folding.ts';
export { aliasesOf } from './obstacles/spelling.ts';
export { createPace } from './pace.ts';
export { removeCrossed } from './placing/across.ts';
export { finishSwitch, removeDrafts, rollBack, trimReleases } from './releases/index.ts';
export { currentRelease, listReleases, releasesFolder } from './releases/names.ts';
export { openSwap } from './releases/swap.ts';
export { createSourceReader, hashFitSource, readFitSource } from './sources.ts';
export { ownNames, takeOverEarlier } from './workspace/earlier.ts';
export { removeLeftovers } from './workspace/folder.ts';
export { locateWorkspace } from './workspace/locate.ts';
export { type OwnFile, readOwnFile, removeOwnFile, writeOwnFile } from './workspace/own-file.ts';

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
  const { staticRoot, fileMode, directoryMode, jobs } = settings;
  if (staticRoot === null) throw new TypeError('openStorage needs settings with a STATIC_ROOT');
  const open = options.swap ? openSwap : openFilesystem;
  const storage = open(staticRoot, {
    fileMode,
    directoryMode,
    durable: options.durable ?? false,
    dedupe: options.dedupe ?? true,
    threads: jobs,
    ...(options.helper && { helper: options.helper }),
  });
  return options.dryRun ? rehearseOn(storage) : storage;
}
