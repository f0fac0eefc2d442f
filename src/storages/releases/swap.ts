import { randomBytes } from 'node:crypto';
import { lstatSync, renameSync } from 'node:fs';
import { platform } from 'node:os';
import type { Problem, Storage } from '../../types.ts';
import { notPlaced, notStaged } from '../failures.ts';
import { type FilesystemOptions, openFilesystem } from '../filesystem.ts';
import { checkDestination } from '../obstacles/check.ts';
import { createFolders } from '../obstacles/folders.ts';
import { makeFolders, OWN_PREFIX, removeEmpty, removeStages } from '../stage.ts';
import { cloneTree } from './clone.ts';
import {
  currentRelease,
  listReleases,
  releaseAfter,
  releasesFolder,
  replaceFolder,
  switchTo,
} from './index.ts';

/**
 * A destination that is replaced as a whole: a run that changes anything builds the next release beside the one that is
 * served, out of links to its files and of what is staged, and then points STATIC_ROOT to it. A STATIC_ROOT that is
 * still a folder becomes the first release; only then is it away for a moment, between two renames (`replaceFolder`).
 */
export function openSwap(root: string, options: FilesystemOptions): Storage {
  const folder = releasesFolder(root);
  // Only read: the next is what is copied to.
  const { helper: _, ...reading } = options;
  let served = openFilesystem(root, reading);
  let next: NextRelease | undefined;
  let released = false;

  function drafting(): Storage {
    next ??= createNextRelease(folder, options);
    return next.storage;
  }

  async function release(finish: (storage: Storage) => Promise<void>): Promise<void> {
    const storage = drafting();
    const path = next?.path ?? '';
    try {
      cloneTree(root, path, served.list());
    } catch (error) {
      throw notStaged(path, error);
    }
    await finish(storage);
    serve(root, path);
    next = undefined;
    released = true;
    served = openFilesystem(root, reading);
    await removeStages(folder);
  }

  return {
    name: root,
    isEmpty: () => served.isEmpty(),
    stat: (path) => served.stat(path),
    list: () => served.list(),
    read: (path) => served.read(path),
    equals: (path, file) => served.equals(path, file),
    inTheWay: (paths) => served.inTheWay(paths),
    check: (paths, yielding) => [
      ...checkLink(root),
      ...checkDestination(folder, createFolders(folder), []),
      ...served.check(paths, yielding),
    ],
    copy: async (jobs, onDone) => (jobs.length === 0 ? [] : drafting().copy(jobs, onDone)),
    write: (path, bytes, mtimeMs) => drafting().write(path, bytes, mtimeMs),
    link: (path, target) => drafting().link(path, target),
    touch: (path, mtimeMs) => served.touch(path, mtimeMs),
    displace: (path) => drafting().displace(path),
    async place(last, first, outdated) {
      await served.place([]);
      if (next === undefined) await removeStages(folder);
      else await release((storage) => storage.place(last, first, outdated));
    },
    async remove(paths) {
      if (paths.length === 0) return;
      if (released) await served.remove(paths);
      else await release((storage) => storage.remove(paths));
    },
    share: (paths, signal) => served.share(paths, signal),
    async discard() {
      next = undefined;
      await served.discard();
      await removeStages(folder);
      removeEmpty([folder]);
    },
  };
}

/** A release that is being built: no reader knows of it. */
interface NextRelease {
  readonly path: string;
  readonly storage: Storage;
}

function createNextRelease(folder: string, options: FilesystemOptions): NextRelease {
  const path = `${folder}/${OWN_PREFIX}next-${randomBytes(6).toString('hex')}`;
  try {
    makeFolders(path, options.directoryMode);
  } catch (error) {
    throw notStaged(path, error);
  }
  return { path, storage: openFilesystem(path, options) };
}

/** Makes the folder `built` the next release, and the one that is served. */
function serve(root: string, built: string): void {
  const folder = releasesFolder(root);
  const isFolder = lstatSync(root, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const next = releaseAfter(listReleases(root).at(-1));
  const name = isFolder ? releaseAfter(next) : next;
  try {
    renameSync(built, `${folder}/${name}`);
  } catch (error) {
    throw notPlaced(root, error);
  }
  if (isFolder) replaceFolder(root, next, name);
  else switchTo(root, name);
}

function checkLink(root: string): readonly Problem[] {
  if (platform() === 'win32') {
    return [
      {
        code: 'swap-unsupported',
        severity: 'error',
        message: 'Windows can not replace a link to a folder in one step, as --swap has to',
        hint: 'Collect without --swap: every file is then replaced in one step.',
      },
    ];
  }
  const isLink = lstatSync(root, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  if (!isLink || currentRelease(root) !== undefined) return [];
  return [
    {
      code: 'swap-foreign-link',
      severity: 'error',
      message: `STATIC_ROOT is a link that --swap has not made: ${root}`,
      at: { file: root },
      hint: `Point STATIC_ROOT to where it leads, or remove the link. Releases are kept in ${releasesFolder(root)}.`,
    },
  ];
}
