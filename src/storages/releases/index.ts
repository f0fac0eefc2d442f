import { existsSync, lstatSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { errnoOf, fail } from '../../errors.ts';
import { notPlaced } from '../failures.ts';
import { statAt } from '../obstacles/folders.ts';
import { LOCK_NAME, OWN_PREFIX, removeEmpty, removeStages } from '../stage.ts';

/**
 * With `--swap` STATIC_ROOT is a link to one of the folders in `<STATIC_ROOT>.releases`, which are named by ascending
 * numbers. A release that is there is whole.
 */
export function releasesFolder(root: string): string {
  return `${root}.releases`;
}

/** The names of the releases, the oldest first. */
export function listReleases(root: string): readonly string[] {
  const names = namesIn(releasesFolder(root)).filter((name) => /^\d+$/.test(name));
  return names.sort((a, b) => Number(a) - Number(b));
}

/** The release that STATIC_ROOT leads to; `undefined` where it is no link to one. */
export function currentRelease(root: string): string | undefined {
  if (!isLink(root)) return undefined;
  const target = resolve(dirname(root), readlinkSync(root));
  return dirname(target) === releasesFolder(root) ? basename(target) : undefined;
}

/** What nobody can look at is none: `Storage.check` says why. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return false;
  }
}

/** What the release after `name` is called: four digits, or more once they are needed. */
export function releaseAfter(name: string = '0'): string {
  return String(Number(name) + 1).padStart(4, '0');
}

/** Makes a release the one that is served, in one step. */
export function switchTo(root: string, release: string): void {
  const link = linkBeside(root);
  try {
    makeLink(root, link, release);
    renameSync(link, root);
  } catch (error) {
    rmSync(link, { force: true });
    throw notPlaced(root, error);
  }
}

/**
 * Removes what killed runs left beside STATIC_ROOT and in past releases. The caller holds the locks of `lockedFolders`.
 * What can't be removed stays: it keeps nobody from collecting.
 */
export async function removeLeftovers(root: string, locked: readonly string[]): Promise<void> {
  const folder = releasesFolder(root);
  try {
    rmSync(linkBeside(root), { force: true });
    if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return;
    await removeStages(folder);
    for (const name of listReleases(root)) {
      await removeStages(`${folder}/${name}`);
      rmSync(`${folder}/${name}/${LOCK_NAME}`, { force: true });
    }
    if (locked.includes(folder)) return;
    rmSync(`${folder}/${LOCK_NAME}`, { force: true });
    removeEmpty([folder]);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
}

/**
 * Makes the folder that STATIC_ROOT still is the release `old`, and a link to `release` of STATIC_ROOT. No system that
 * Node can call exchanges the two, so there is nothing at STATIC_ROOT between two renames: all else is done before
 * them. A run that is killed right there is finished by `finishSwitch`.
 */
export function replaceFolder(root: string, old: string, release: string): void {
  const link = linkBeside(root);
  const aside = `${releasesFolder(root)}/${old}`;
  try {
    makeLink(root, link, release);
    renameSync(root, aside);
  } catch (error) {
    rmSync(link, { force: true });
    throw notPlaced(root, error);
  }
  try {
    renameSync(link, root);
  } catch (error) {
    // Another run may have been quicker to finish it.
    if (currentRelease(root) === release) return;
    renameSync(aside, root);
    rmSync(link, { force: true });
    throw notPlaced(root, error);
  }
  // The lock of the folder has gone with it.
  rmSync(`${aside}/${LOCK_NAME}`, { force: true });
}

/** Does the second rename of `replaceFolder` where a run was killed before it. To be called before anything is locked. */
export function finishSwitch(root: string): void {
  const link = linkBeside(root);
  if (!isLink(link) || !existsSync(link) || statAt(root) !== undefined) return;
  if (dirname(resolve(dirname(root), readlinkSync(link))) !== releasesFolder(root)) return;
  try {
    renameSync(link, root);
  } catch (error) {
    // The run is alive after all, and has done it.
    if (errnoOf(error) !== 'ENOENT') throw notPlaced(root, error);
  }
}

function linkBeside(root: string): string {
  return `${dirname(root)}/${OWN_PREFIX}link-${basename(root)}`;
}

/** Relative: the whole may be moved, or mounted elsewhere. */
function makeLink(root: string, link: string, release: string): void {
  rmSync(link, { force: true });
  symlinkSync(`${basename(releasesFolder(root))}/${release}`, link);
}

/**
 * Goes back to the release before the one that is served. Returns their names. The caller holds the lock.
 * Throws `no-releases` and `no-earlier-release`.
 */
export function rollBack(root: string): { readonly from: string; readonly to: string } {
  const from = currentRelease(root);
  if (from === undefined) {
    throw fail({
      code: 'no-releases',
      message: `STATIC_ROOT is not one of several releases: ${root}`,
      at: { file: root },
      hint: 'Only what was collected with --swap can be rolled back.',
    });
  }
  const to = listReleases(root).findLast((name) => Number(name) < Number(from));
  if (to === undefined) {
    throw fail({
      code: 'no-earlier-release',
      message: `Release ${from} is the oldest that is kept`,
      at: { file: releasesFolder(root) },
      hint: 'Keep more of them with --keep.',
    });
  }
  switchTo(root, to);
  return { from, to };
}

/** Removes all but the newest `keep` releases, never the one that is served. Returns the names of those that went. */
export async function trimReleases(root: string, keep: number): Promise<readonly string[]> {
  const current = currentRelease(root);
  const releases = listReleases(root);
  const past = releases.slice(0, Math.max(releases.length - keep, 0)).filter((name) => name !== current);
  const folder = releasesFolder(root);
  for (const name of past) {
    // Renamed first: what is half removed is no release.
    const aside = `${folder}/${OWN_PREFIX}old-${name}`;
    renameSync(`${folder}/${name}`, aside);
    await rm(aside, { recursive: true, force: true });
  }
  if (past.length > 0) await removeStages(folder);
  return past;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}
