import { rmSync, symlinkSync } from 'node:fs';
import { readRegularFile } from '../regular-file.ts';
import type { AssetPath, Entry, Storage } from '../types.ts';
import type { CopyOptions } from './copy/batch.ts';
import type { Helper } from './copy/helper.ts';
import { copyAll } from './copy/index.ts';
import { targetsOf } from './copy/targets.ts';
import { notLinked, notStaged } from './failures.ts';
import { makeFolders, removeEmpty } from './folders.ts';
import { entryAt, listFolder } from './list.ts';
import { checkDestination } from './obstacles/check.ts';
import { createFolders } from './obstacles/folders.ts';
import { findInTheWay } from './obstacles/in-the-way.ts';
import { checkMode } from './obstacles/mode.ts';
import { checkReserved } from './obstacles/reserved.ts';
import { crossingTo } from './placing/across.ts';
import { guardOf } from './placing/guard.ts';
import { placeStage } from './placing/index.ts';
import { removeAll } from './placing/remove.ts';
import { placeTimes } from './placing/times.ts';
import { noRefusals, refusedModes } from './refusals.ts';
import { sameBytes } from './same-bytes.ts';
import { shareBytes } from './share.ts';
import { createStage, type Stage } from './stage.ts';
import { createWhole, replaceStaged } from './staged-file.ts';
import { ownNames } from './workspace/earlier.ts';
import { makeWorkspace, removeWorkspace } from './workspace/folder.ts';
import { ledgerFile, placeLedgerFile, readLedgerFile } from './workspace/ledger-file.ts';
import { locateWorkspace, type Workspace } from './workspace/locate.ts';

export interface FilesystemOptions extends CopyOptions {
  /** Exact mode bits of new folders; `null` leaves them to the umask. */
  readonly directoryMode: number | null;
  /** Helps to copy; without it one is started where there is much to do and several threads may copy. */
  readonly helper?: Helper;
  /** How many threads may copy, this one included. Default: 1. */
  readonly threads?: number;
  /** Where to stage, if not beside the folder. */
  readonly workspace?: Workspace;
}

/** What one buffer holds. */
const MOST_BYTES = 2 ** 31 - 1;

/** A folder of this machine, absolute; it need not be there yet. Nothing is touched before the first thing is staged. */
export function openFilesystem(
  root: string,
  { helper, threads = 1, workspace, ...given }: FilesystemOptions,
): Storage {
  const options = { ...given, refusals: given.refusals ?? noRefusals() };
  const folders = createFolders(root);
  const touched = new Map<AssetPath, number>();
  const displaced = new Set<AssetPath>();
  let ledger: Iterable<Uint8Array> | undefined;
  let stage: Stage | undefined;
  let madeRoots: readonly string[] = [];
  let used: { readonly workspace: Workspace; readonly made: readonly string[] } | undefined;

  /** Returns the folder of the workspace, which is there then. */
  function working(): string {
    if (used === undefined) {
      const place = workspace ?? locateWorkspace(root);
      used = { workspace: place, made: makeWorkspace(place, options.directoryMode) };
    }
    return used.workspace.folder;
  }

  function staging(paths: Iterable<AssetPath>): Stage {
    if (stage === undefined) {
      madeRoots = makeFolders(root, options.directoryMode);
      stage = createStage(working(), options.directoryMode, options.refusals);
    }
    stage.makeFoldersOf(paths);
    return stage;
  }

  function placeLedger(): void {
    if (ledger === undefined) return;
    const pieces = ledger;
    ledger = undefined;
    const file = ledgerFile(root);
    staged(file, () => {
      working();
      placeLedgerFile(file, pieces, options.durable);
    });
  }

  async function drop(): Promise<void> {
    const [ended, workplace] = [stage, used];
    stage = undefined;
    used = undefined;
    ledger = undefined;
    touched.clear();
    displaced.clear();
    folders.forget();
    await ended?.remove();
    if (workplace !== undefined) removeWorkspace(workplace.workspace, workplace.made);
  }

  return {
    name: root,
    // Also asked before the lock is held: what is seen must not be remembered.
    isEmpty: () => createFolders(root).isEmpty(),
    stat(path) {
      if (folders.lookAbove(path).kind !== 'folder') return undefined;
      return entryAt(root, path);
    },
    list: () => (folders.look('').kind === 'folder' ? listSite(root) : []),
    read: (path) => readRegularFile(`${root}/${path}`, { limit: MOST_BYTES, follow: false }),
    equals: (path, file) => sameBytes(`${root}/${path}`, file),
    inTheWay: (paths) => findInTheWay(root, folders, paths),
    check: (paths, yielding) => [
      ...checkReserved(root, paths),
      ...checkMode(root, folders, paths, options.directoryMode),
      ...checkDestination(root, folders, paths, yielding),
    ],
    warnings: () => refusedModes(root, options.refusals),
    hasHelper: helper !== undefined,
    async copy(jobs, onDone, after) {
      if (jobs.length === 0) return [];
      const { tree } = staged(root, () => staging(targetsOf(jobs)));
      return copyAll(tree, jobs, options, { onDone, after, helper, threads });
    },
    write(path, bytes, mtimeMs) {
      staged(`${root}/${path}`, () => {
        const file = `${staging([path]).tree}/${path}`;
        replaceStaged(file, () => createWhole(file, bytes, options, mtimeMs));
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
    readLedger: () => readLedgerFile(root),
    writeLedger(pieces) {
      ledger = pieces;
    },
    async place(last, outdated = [], mayGoOn = () => {}) {
      const guard = guardOf(folders, mayGoOn);
      placeLedger();
      if (stage !== undefined)
        await placeStage(stage, root, {
          displaced,
          last,
          outdated,
          durable: options.durable,
          guard,
          cross: crossingTo(root, working()),
        });
      placeTimes(root, touched, guard);
      madeRoots = [];
      await drop();
    },
    async remove(paths, mayGoOn = () => {}) {
      removeAll(root, paths, guardOf(folders, mayGoOn));
      folders.forget();
    },
    async share(paths, signal) {
      const saved = await shareBytes(root, paths, { workspace: working, guard: folders.assertSame }, signal);
      await drop();
      return saved;
    },
    async discard() {
      await drop();
      removeEmpty(madeRoots);
      madeRoots = [];
    },
  };
}

/** Lists all of the site below `root`, which is a folder. */
function listSite(root: string): readonly Entry[] {
  const own = ownNames(root);
  return listFolder(root, (name) => !own.has(name));
}

function staged<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw notStaged(path, error);
  }
}
