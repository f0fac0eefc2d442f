import { readFileSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { errnoOf } from '../errors.ts';
import { hashedName } from '../hashed-name.ts';
import { folderOf } from '../path.ts';
import type { AssetPath, CopyJob, CopyJobs, Storage } from '../types.ts';
import type { CopyOptions } from './copy/batch.ts';
import type { Helper } from './copy/helper.ts';
import { copyAll } from './copy/index.ts';
import { syncFolders } from './durable.ts';
import { notLinked, notPlaced, notStaged } from './failures.ts';
import { entryAt, listFolder } from './list.ts';
import { checkDestination } from './obstacles/check.ts';
import { createFolders } from './obstacles/folders.ts';
import { findInTheWay } from './obstacles/in-the-way.ts';
import { move, placerFor, placeTree } from './place-tree.ts';
import { removeAll } from './remove.ts';
import { sameBytes } from './same-bytes.ts';
import { shareBytes } from './share.ts';
import { createStage, isPartOfSite, makeFolders, removeEmpty, removeStages, type Stage } from './stage.ts';
import { createWhole, toSeconds } from './staged-file.ts';

export interface FilesystemOptions extends CopyOptions {
  /** Exact mode bits of new folders; `null` leaves them to the umask. */
  readonly directoryMode: number | null;
  /** Helps to copy; without it one is started where there is much to do. */
  readonly helper?: Helper;
}

/** A folder of this machine, absolute; it need not be there yet. Nothing is touched before the first thing is staged. */
export function openFilesystem(root: string, { helper, ...options }: FilesystemOptions): Storage {
  let unused = helper;
  const folders = createFolders(root);
  const touched = new Map<AssetPath, number>();
  const displaced = new Set<AssetPath>();
  let stage: Stage | undefined;
  let madeRoots: readonly string[] = [];

  function staging(paths: Iterable<AssetPath>): Stage {
    if (stage === undefined) {
      madeRoots = makeFolders(root, options.directoryMode);
      stage = createStage(root, options.directoryMode);
    }
    stage.makeFoldersOf(paths);
    return stage;
  }

  async function drop(): Promise<void> {
    stage = undefined;
    touched.clear();
    displaced.clear();
    folders.forget();
    await removeStages(root);
  }

  return {
    name: root,
    // Also asked before the lock is held: what is seen must not be remembered.
    isEmpty: () => createFolders(root).isEmpty(),
    stat(path) {
      if (folders.lookAbove(path).kind !== 'folder') return undefined;
      return entryAt(root, path);
    },
    list: () => (folders.look('').kind === 'folder' ? listFolder(root, isPartOfSite) : []),
    read: (path) => readFileSync(`${root}/${path}`),
    equals: (path, file) => sameBytes(`${root}/${path}`, file),
    inTheWay: (paths) => findInTheWay(root, folders, paths),
    check: (paths, yielding) => checkDestination(root, folders, paths, yielding),
    async copy(jobs, onDone) {
      if (jobs.length === 0) return [];
      const { tree } = staged(root, () => staging(targetsOf(jobs)));
      const given = unused;
      unused = undefined;
      return copyAll(tree, jobs, options, onDone, given);
    },
    write(path, bytes, mtimeMs) {
      staged(`${root}/${path}`, () => {
        const file = `${staging([path]).tree}/${path}`;
        rmSync(file, { force: true });
        createWhole(file, bytes, options, mtimeMs);
      });
    },
    link(path, target) {
      const file = staged(`${root}/${path}`, () => `${staging([path]).tree}/${path}`);
      try {
        rmSync(file, { force: true });
        symlinkSync(target, file);
      } catch (error) {
        throw notLinked(`${root}/${path}`, error);
      }
    },
    touch(path, mtimeMs) {
      touched.set(path, mtimeMs);
    },
    displace(path) {
      displaced.add(path);
    },
    async place(last, first = [], outdated = []) {
      if (stage !== undefined)
        await makeVisible(stage, root, { displaced, last, first, outdated, durable: options.durable });
      for (const [path, mtimeMs] of touched) mendTime(`${root}/${path}`, mtimeMs);
      madeRoots = [];
      await drop();
    },
    async remove(paths) {
      removeAll(root, paths);
      folders.forget();
    },
    share: (paths, signal) => shareBytes(root, paths, signal),
    async discard() {
      await drop();
      removeEmpty(madeRoots);
      madeRoots = [];
    },
  };
}

function* targetsOf(jobs: CopyJobs): Generator<AssetPath> {
  for (let index = 0; index < jobs.length; index++) {
    const { to, hashed } = jobs.at(index) as CopyJob;
    if (to !== null) yield to;
    // Whatever the hash; its folder is another one where Django decodes a percent sign.
    if (hashed !== null) yield hashedName(hashed, '0');
  }
}

/** What becomes visible in which order; see `Storage.place`. */
interface Placement {
  readonly displaced: ReadonlySet<string>;
  readonly last: readonly AssetPath[];
  readonly first: readonly AssetPath[];
  readonly outdated: readonly AssetPath[];
  readonly durable: boolean;
}

async function makeVisible(
  { tree, last: lastFolder, aside, folders, close }: Stage,
  root: string,
  { displaced, last, first, outdated, durable }: Placement,
): Promise<void> {
  // Held back first: a folder that is new is renamed with all it holds.
  const held = last.map((path, index) => ({ path, file: `${lastFolder}/${index}` }));
  const put = placerFor(root, displaced, aside);
  try {
    for (const { path, file } of held) await move(`${tree}/${path}`, file);
    for (const path of first) await put(`${tree}/${path}`, path);
    removeAll(root, outdated);
    await placeTree(tree, root, displaced, put);
    if (durable) syncFolders(root, folders());
    for (const { path, file } of held) await put(file, path);
    if (durable) syncFolders(root, new Set(last.map(folderOf)));
  } catch (error) {
    throw notPlaced(root, error);
  }
  close();
}

function staged<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw notStaged(path, error);
  }
}

/** The bytes are right already: where the time can't be set (the file is another user's), it stays. */
function mendTime(file: string, mtimeMs: number): void {
  try {
    utimesSync(file, toSeconds(mtimeMs), toSeconds(mtimeMs));
  } catch (error) {
    if (!['EPERM', 'EACCES', 'EROFS', 'ENOENT'].includes(errnoOf(error) ?? '')) throw error;
  }
}
