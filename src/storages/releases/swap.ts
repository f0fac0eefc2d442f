import { randomBytes } from 'node:crypto';
import { lstatSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { platform } from 'node:os';
import { errnoOf } from '../../errors.ts';
import type { MayGoOn, Problem, Storage } from '../../types.ts';
import { notPlaced, notStaged } from '../failures.ts';
import { type FilesystemOptions, openFilesystem } from '../filesystem.ts';
import { makeFolders, removeEmpty } from '../folders.ts';
import { checkDestination } from '../obstacles/check.ts';
import { createFolders } from '../obstacles/folders.ts';
import { noRefusals, refusedModes } from '../refusals.ts';
import { statAt } from '../stat.ts';
import { makeWorkspace, REMOVAL } from '../workspace/folder.ts';
import { ledgerFile, placeLedgerFile, readLedgerFile, releaseLedger } from '../workspace/ledger-file.ts';
import { locateWorkspace, type Workspace } from '../workspace/locate.ts';
import { cloneTree } from './clone.ts';
import { nextName, noteHistory, servedHistory } from './history.ts';
import { replaceFolder, switchTo } from './index.ts';
import { currentRelease, releaseAfter, releasesFolder } from './names.ts';

/**
 * A destination that is replaced as a whole: a run that changes anything builds the next release beside the one that is
 * served, out of links to its files and of what is staged, and then points STATIC_ROOT to it. A STATIC_ROOT that is
 * still a folder becomes the first release; only then is it away for a moment, between two renames (`replaceFolder`).
 */
export function openSwap(root: string, given: FilesystemOptions): Storage {
  const options = { ...given, refusals: given.refusals ?? noRefusals() };
  const folder = releasesFolder(root);
  // Only read: the next is what is copied to.
  const { helper: _, ...reading } = options;
  let served = openFilesystem(root, reading);
  let next: NextRelease | undefined;
  let ledger: Iterable<Uint8Array> | undefined;
  let released = false;

  function drafting(): Storage {
    next ??= createNextRelease(folder, options);
    return next.storage;
  }

  async function release(finish: (storage: Storage) => Promise<void>, mayGoOn: MayGoOn): Promise<void> {
    const storage = drafting();
    const draft = next as NextRelease;
    try {
      cloneTree(root, draft.path, served.list());
    } catch (error) {
      throw notStaged(draft.path, error);
    }
    await finish(storage);
    mayGoOn();
    serve(root, draft.path, ledger ?? piecesOf(readLedgerFile(root)), options.durable);
    released = true;
    served = openFilesystem(root, reading);
    await drop();
  }

  async function drop(): Promise<void> {
    const draft = next;
    next = undefined;
    ledger = undefined;
    if (draft !== undefined) await rm(draft.folder, REMOVAL);
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
    warnings: () => refusedModes(root, options.refusals),
    hasHelper: options.helper !== undefined,
    copy: async (jobs, onDone, after) => (jobs.length === 0 ? [] : drafting().copy(jobs, onDone, after)),
    write: (path, bytes, mtimeMs) => drafting().write(path, bytes, mtimeMs),
    link: (path, target) => drafting().link(path, target),
    touch: (path, mtimeMs) => served.touch(path, mtimeMs),
    displace: (path) => drafting().displace(path),
    readLedger: () => readLedgerFile(root),
    writeLedger(pieces) {
      ledger = pieces;
    },
    async place(last, outdated, mayGoOn = () => {}) {
      // A folder becomes a release even where all of it is right.
      const isReleased = next === undefined && !isRealFolder(root);
      if (isReleased && ledger !== undefined) served.writeLedger(ledger);
      await served.place([], [], mayGoOn);
      if (isReleased) await drop();
      else await release((storage) => storage.place(last, outdated), mayGoOn);
    },
    async remove(paths, mayGoOn = () => {}) {
      if (paths.length === 0) return;
      if (released) await served.remove(paths, mayGoOn);
      else await release((storage) => storage.remove(paths), mayGoOn);
    },
    share: (paths, signal) => served.share(paths, signal),
    async discard() {
      await served.discard();
      await drop();
      removeEmpty([folder]);
    },
  };
}

/** A release that is being built: no reader knows of it. */
interface NextRelease {
  /** Holds the release, and the workspace for it. */
  readonly folder: string;
  readonly path: string;
  readonly storage: Storage;
}

function createNextRelease(releases: string, options: FilesystemOptions): NextRelease {
  const folder = `${releases}/next-${randomBytes(6).toString('hex')}`;
  const path = `${folder}/site`;
  const work = `${folder}/work`;
  try {
    makeFolders(path, options.directoryMode);
  } catch (error) {
    throw notStaged(path, error);
  }
  const workspace: Workspace = { folder: work, isInside: true, other: work };
  return { folder, path, storage: openFilesystem(path, { ...options, workspace }) };
}

function piecesOf(bytes: Uint8Array | undefined): Iterable<Uint8Array> | undefined {
  return bytes && [bytes];
}

/** Makes the folder `built` the next release, and the one that is served; its ledger is there by then. */
function serve(
  root: string,
  built: string,
  ledger: Iterable<Uint8Array> | undefined,
  durable: boolean,
): void {
  const folder = releasesFolder(root);
  const next = nextName(root);
  const isStillFolder = isRealFolder(root);
  const name = isStillFolder ? releaseAfter(next) : next;
  const before = ledgerFile(root);
  const current = currentRelease(root);
  const served = isStillFolder ? [next] : current === undefined ? [] : servedHistory(root, current);
  try {
    makeWorkspace(locateWorkspace(root), null);
    if (ledger !== undefined) placeLedgerFile(releaseLedger(root, name), ledger, durable);
    // Before the switch: a run that is killed right after it has not moved the ledger, and a rollback asks for it.
    const old = isStillFolder ? readableLedger(root) : undefined;
    if (old !== undefined) placeLedgerFile(releaseLedger(root, next), [old], durable);
    renameSync(built, `${folder}/${name}`);
  } catch (error) {
    throw notPlaced(root, error);
  }
  if (!isStillFolder) {
    switchTo(root, name);
    noteHistory(root, [...served, name]);
    return;
  }
  replaceFolder(root, next, name);
  noteHistory(root, [...served, name]);
  if (statAt(before) !== undefined) moveLedger(before, releaseLedger(root, next));
}

function readableLedger(root: string): Uint8Array | undefined {
  try {
    return readLedgerFile(root);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}

/** Losing it costs time only. */
function moveLedger(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
}

/** True for a folder itself, not for a link to one. */
function isRealFolder(root: string): boolean {
  return statAt(root)?.isDirectory() ?? false;
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
