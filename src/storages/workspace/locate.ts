import { accessSync, constants, lstatSync, realpathSync, renameSync, type Stats, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { geteuid } from 'node:process';
import { errnoOf } from '../../errors.ts';
import { isFolder } from '../../folders.ts';
import { OWN_FOLDER } from '../../static-root.ts';
import { currentRelease } from '../releases/names.ts';
import { statAt } from '../stat.ts';
import { digitsByChance } from './chance.ts';

/** The folder in which everything of ours lies that is no part of the site. */
export interface Workspace {
  /** Absolute; need not be there yet. */
  readonly folder: string;
  /** Whether it lies in STATIC_ROOT: its parent can't be written, or is another file system. */
  readonly isInside: boolean;
  /** Where it would lie for a run by somebody else, who may write more or less. */
  readonly other: string;
}

/**
 * Finds the folder for what is ours: `.collectstatic/<name>` beside STATIC_ROOT, or else `.collectstatic` inside. A link
 * to STATIC_ROOT is followed first, so that a folder has one workspace whatever it is called; the link of `--swap` is not,
 * for it leads somewhere else with each release. Writes nothing.
 */
export function locateWorkspace(given: string): Workspace {
  const root = followed(given);
  const beside = `${dirname(root) === '/' ? '' : dirname(root)}/${OWN_FOLDER}/${basename(root)}`;
  const inside = `${root}/${OWN_FOLDER}`;
  const isInside = isFolder(root) && !isUsable(beside, root);
  return isInside ? { folder: inside, isInside, other: beside } : { folder: beside, isInside, other: inside };
}

function followed(root: string): string {
  try {
    if (currentRelease(root) !== undefined || lstatSync(root).isSymbolicLink() === false) return root;
    return realpathSync.native(root);
  } catch (error) {
    // Missing, or a link that leads nowhere: `Storage.check` says so.
    if (errnoOf(error) === undefined) throw error;
    return root;
  }
}

function isUsable(folder: string, root: string): boolean {
  const own = dirname(folder);
  const parent = dirname(own);
  if (parent === root) return false;
  try {
    const rootStats = statSync(root);
    let last = parent;
    for (const path of [own, folder]) {
      const stats = statAt(path);
      if (stats === undefined) break;
      if (!stats.isDirectory() || !isTrusted(stats, rootStats)) return false;
      last = path;
    }
    accessSync(last, constants.W_OK | constants.X_OK);
    return statSync(last).dev === rootStats.dev && !isOtherMount(last, root);
  } catch (error) {
    const code = errnoOf(error);
    if (code === undefined) throw error;
    // Another run that ends has just taken its empty folder away: what is there now tells.
    return code === 'ENOENT' && isFolder(root) && isUsable(folder, root);
  }
}

/** Whoever owns the folder of staged files can change them: that may be nobody but us, root, and the owner of STATIC_ROOT. */
function isTrusted({ uid }: Stats, root: Stats): boolean {
  return uid === 0 || uid === root.uid || uid === geteuid?.();
}

/**
 * Two mounts of one file system have one device number, and renaming between them fails all the same. Linux says so
 * before it looks for the names: nothing is renamed here, for there is nothing of this name.
 */
function isOtherMount(from: string, to: string): boolean {
  const name = digitsByChance();
  try {
    renameSync(`${from}/${name}`, `${to}/${name}`);
    return false;
  } catch (error) {
    return errnoOf(error) === 'EXDEV';
  }
}
