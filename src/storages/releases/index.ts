import { readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fail } from '../../errors.ts';
import { notLinked, notPlaced } from '../failures.ts';
import { removeEmpty } from '../folders.ts';
import { statAt } from '../stat.ts';
import { makeWorkspace, REMOVAL, removeLeftovers } from '../workspace/folder.ts';
import { releaseLedger, releaseOfLedger } from '../workspace/ledger-file.ts';
import { locateWorkspace } from '../workspace/locate.ts';
import { noteHistory, servedHistory } from './history.ts';
import { currentRelease, isLink, listReleases, releaseAt, releasesFolder } from './names.ts';

/** Makes a release the one that is served, in one step. */
export function switchTo(root: string, release: string): void {
  const link = nextLink(root);
  try {
    makeLink(root, link, release);
    renameSync(link, root);
  } catch (error) {
    rmSync(link, { force: true });
    throw notPlaced(root, error);
  }
}

/**
 * Removes what killed runs left in the folder of releases, that folder if nothing else is in it, and the ledgers of releases
 * that are gone. The caller holds the lock. What can't be removed stays: it keeps nobody from collecting.
 */
export async function removeDrafts(root: string): Promise<void> {
  const folder = releasesFolder(root);
  const isThere = statAt(folder)?.isDirectory() === true;
  const kept = new Set(isThere ? listReleases(root) : []);
  await removeLeftovers(locateWorkspace(root).folder, (name) => {
    const release = releaseOfLedger(name);
    return release !== undefined && !kept.has(release);
  });
  if (!isThere) return;
  await removeLeftovers(folder, (name) => /^(?:next|old)-/.test(name));
  removeEmpty([folder]);
}

/**
 * Makes the folder that STATIC_ROOT still is the release `old`, and a link to `release` of STATIC_ROOT. No system that
 * Node can call exchanges the two, so there is nothing at STATIC_ROOT between two renames: all else is done before
 * them. A run that is killed right there is finished by `finishSwitch`.
 */
export function replaceFolder(root: string, old: string, release: string): void {
  const link = nextLink(root);
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
}

/** Does the second rename of `replaceFolder` where a run was killed before it. The caller holds the lock. */
export function finishSwitch(root: string): void {
  for (const link of [nextLink(root), earlierLink(root)]) {
    if (!isLink(link)) continue;
    const release = releaseAt(root, readlinkSync(link));
    if (release === undefined) continue;
    const isFound = statAt(`${releasesFolder(root)}/${release}`)?.isDirectory() === true;
    try {
      if (isFound && statAt(root) === undefined) renameSync(link, root);
      else rmSync(link, { force: true });
    } catch (error) {
      throw notPlaced(root, error);
    }
  }
}

/** Where the link is made that takes the place of STATIC_ROOT. */
function nextLink(root: string): string {
  return `${locateWorkspace(root).folder}/link`;
}

/** The same, in versions that had no workspace. */
function earlierLink(root: string): string {
  return `${dirname(root)}/.collectstatic-link-${basename(root)}`;
}

/** Relative to the folder of STATIC_ROOT, where it is going to be: the whole may be moved, or mounted elsewhere. */
function makeLink(root: string, link: string, release: string): void {
  makeWorkspace(locateWorkspace(root), null);
  rmSync(link, { force: true });
  try {
    symlinkSync(`${basename(releasesFolder(root))}/${release}`, link);
  } catch (error) {
    throw notLinked(link, error, '--swap');
  }
}

/**
 * Goes back to the release that was served before the one that is now. Returns their names. The caller holds the lock.
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
  const served = servedHistory(root, from).slice(0, -1);
  const to = served.at(-1);
  if (to === undefined) {
    throw fail({
      code: 'no-earlier-release',
      message: `No release that was served before ${from} is kept`,
      at: { file: releasesFolder(root) },
      hint: 'Keep more of them with --keep.',
    });
  }
  switchTo(root, to);
  noteHistory(root, served);
  return { from, to };
}

/**
 * Removes all but the `keep` releases that were served last, never the one that is served now. Those that were rolled back
 * go first. Returns the names of those that went.
 */
export async function trimReleases(root: string, keep: number): Promise<readonly string[]> {
  const current = currentRelease(root);
  const served = current === undefined ? [] : servedHistory(root, current);
  const unserved = listReleases(root).filter((name) => !served.includes(name));
  const releases = [...unserved, ...served];
  const past = releases.slice(0, Math.max(releases.length - keep, 0)).filter((name) => name !== current);
  const folder = releasesFolder(root);
  // While the last one is there, which may be among them.
  if (past.length > 0) noteHistory(root, served);
  for (const name of past) {
    // Renamed first: what is half removed is no release.
    const aside = `${folder}/old-${name}`;
    renameSync(`${folder}/${name}`, aside);
    rmSync(releaseLedger(root, name), { force: true });
    await rm(aside, REMOVAL);
  }
  return past;
}
