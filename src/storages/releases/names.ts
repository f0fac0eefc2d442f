import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { errnoOf } from '../../errors.ts';

/**
 * With `--swap` STATIC_ROOT is a link to one of the folders in `<STATIC_ROOT>.releases`, which are named by ascending
 * numbers. A release that is there is whole.
 */
export function releasesFolder(root: string): string {
  return `${root}.releases`;
}

/** The names of the releases, the oldest first. */
export function listReleases(root: string): readonly string[] {
  const names = foldersIn(releasesFolder(root)).filter(isReleaseName);
  return names.sort((a, b) => Number(a) - Number(b));
}

export function isReleaseName(name: string): boolean {
  return /^\d{4,15}$/.test(name);
}

/** The release that STATIC_ROOT leads to; `undefined` where it is no link to one. */
export function currentRelease(root: string): string | undefined {
  if (!isLink(root)) return undefined;
  return releaseAt(root, readlinkSync(root));
}

/** The release that a link with this target would lead to in place of STATIC_ROOT. */
export function releaseAt(root: string, target: string): string | undefined {
  const folder = resolve(dirname(root), target);
  const name = basename(folder);
  return dirname(folder) === releasesFolder(root) && isReleaseName(name) ? name : undefined;
}

/** True for a symlink. What nobody can look at is none: `Storage.check` says why. */
export function isLink(path: string): boolean {
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

/** Links are none: a release is a folder of our own. */
function foldersIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}
