import { lstatSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { errnoOf } from '../../errors.ts';
import { readRegularFile } from '../../regular-file.ts';
import { OWN_FOLDER } from '../../static-root.ts';
import { listReleases, releasesFolder } from '../releases/names.ts';
import { statAt } from '../stat.ts';
import { REMOVAL } from './folder.ts';
import { EARLIER_LEDGER, ledgerFile, releaseLedger } from './ledger-file.ts';
import { locateWorkspace } from './locate.ts';

/** The lock of versions that kept what is theirs in STATIC_ROOT. */
const EARLIER_LOCK = '.collectstatic-lock';
const EARLIER_STAGE = /^\.collectstatic-stage-[0-9a-f]{12}$/;
const EARLIER_SHARE = /^\.collectstatic-share-\w{6}$/;
const STAGE_FOLDERS: ReadonlySet<string> = new Set(['aside', 'last', 'tree']);

/**
 * The names at the top of STATIC_ROOT that are none of the site's: the workspace, where it lies inside, and what a version
 * has left that kept all of its own there. That is looked for only as long as there is no ledger where it belongs now.
 */
export function ownNames(root: string): ReadonlySet<string> {
  const { isInside } = locateWorkspace(root);
  const own = isInside ? [OWN_FOLDER] : [];
  return new Set(statAt(ledgerFile(root)) === undefined ? [...own, ...earlierNames(root)] : own);
}

function earlierNames(root: string): readonly string[] {
  const names = topNames(root).filter((name) => name.startsWith(OWN_FOLDER));
  const hasLedger = names.includes(EARLIER_LEDGER) && isLedger(`${root}/${EARLIER_LEDGER}`);
  return names.filter((name) => {
    if (name === EARLIER_LEDGER) return hasLedger;
    if (name === EARLIER_LOCK || EARLIER_SHARE.test(name)) return hasLedger;
    return EARLIER_STAGE.test(name) && isEarlierStage(`${root}/${name}`);
  });
}

/** Locks of a run of such a version, as long as it has not been taken over. A file of the user's own by this name is none. */
export function earlierLocks(root: string): readonly string[] {
  if (statAt(ledgerFile(root)) !== undefined) return [];
  return locksOfRuns([root, releasesFolder(root)].map((folder) => `${folder}/${EARLIER_LOCK}`));
}

/** Leaves out files that are part of the site, though they bear the name of a lock. What can't be read is none of them. */
export function locksOfRuns(files: readonly string[]): readonly string[] {
  return files.filter((file) => !isOfUser(file));
}

function isOfUser(file: string): boolean {
  try {
    const text = readRegularFile(file, { limit: 1 << 16, follow: false }).toString('utf8');
    return text !== '' && !/^\{"run":/.test(text);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return errnoOf(error) === 'ENOENT';
  }
}

function topNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return [];
  }
}

/** How every ledger begins; a file of the user's own that bears the name does not. */
const LEDGER_START = /^\{"format":\d+,/;

function isLedger(file: string): boolean {
  try {
    return LEDGER_START.test(
      readRegularFile(file, { limit: 1 << 28, follow: false }).toString('latin1', 0, 64),
    );
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return false;
  }
}

function isEarlierStage(folder: string): boolean {
  try {
    return lstatSync(folder).isDirectory() && readdirSync(folder).every((name) => STAGE_FOLDERS.has(name));
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return false;
  }
}

/**
 * Takes over, once, a STATIC_ROOT and its releases as an earlier version left them, or a run that had its workspace at the
 * other place. The caller holds the lock. The ledgers come last: a run that is killed before them starts again.
 */
export async function takeOverEarlier(root: string): Promise<void> {
  const folder = releasesFolder(root);
  try {
    const kept = statAt(folder)?.isDirectory() === true ? listReleases(root) : [];
    for (const name of kept) await takeOver(`${folder}/${name}`, releaseLedger(root, name));
    await takeOver(root, ledgerFile(root));
    if (kept.length > 0) await removeNamed(folder, (name) => /^\.collectstatic-/.test(name));
    await takeOverOther(root);
  } catch (error) {
    // It is in nobody's way.
    if (errnoOf(error) === undefined) throw error;
  }
}

async function takeOver(root: string, ledger: string): Promise<void> {
  if (statAt(ledger) !== undefined) return;
  const names = earlierNames(root);
  await removeNamed(root, (name) => names.includes(name) && name !== EARLIER_LEDGER);
  if (names.includes(EARLIER_LEDGER)) renameSync(`${root}/${EARLIER_LEDGER}`, ledger);
}

/** Once there is room beside STATIC_ROOT, nothing of ours has to be in it. */
async function takeOverOther(root: string): Promise<void> {
  const { isInside, folder, other } = locateWorkspace(root);
  if (isInside) return;
  const names = topNames(other);
  if (
    !names.includes('ledger.json') ||
    !names.every((name) => /^(?:(?:ledger|publish|publish-claim)\.json|(?:stage|share)-.*)$/.test(name)) ||
    !isLedger(`${other}/ledger.json`)
  )
    return;
  if (statAt(`${folder}/ledger.json`) === undefined)
    renameSync(`${other}/ledger.json`, `${folder}/ledger.json`);
  rmSync(other, REMOVAL);
}

async function removeNamed(folder: string, isWanted: (name: string) => boolean): Promise<void> {
  for (const name of topNames(folder).filter(isWanted)) await rm(`${folder}/${name}`, REMOVAL);
}
