import { randomBytes } from 'node:crypto';
import { type Dirent, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { platform } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { errnoOf } from '../errors.ts';
import { folderOf } from '../path.ts';
import type { Crossing } from './across.ts';
import { below } from './obstacles/folders.ts';

/**
 * Makes a staged tree visible below `root` by as few renames as can be: a folder that is not there yet is one rename.
 * What is new comes first, for nobody reads it yet; then what replaces a file.
 */
export async function placeTree(
  tree: string,
  root: string,
  displaced: ReadonlySet<string>,
  put: Placer,
  means: Means,
): Promise<void> {
  const replacements: string[] = [];
  await placeNew(tree, root, '', displaced, replacements, means);
  for (const path of replacements) await put(`${tree}/${path}`, path);
}

async function placeNew(
  tree: string,
  root: string,
  folder: string,
  displaced: ReadonlySet<string>,
  replacements: string[],
  means: Means,
): Promise<void> {
  const { guard, cross } = means;
  guard(folder);
  const present = new Set(readdirSync(below(root, folder)));
  for (const entry of entriesOf(below(tree, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (displaced.has(path)) {
      replacements.push(path);
    } else if (!present.has(entry.name)) {
      // A file system that folds letter case may have the folder after all.
      guard(folder);
      const from = `${tree}/${path}`;
      if (
        await moveOver(
          () => move(from, `${root}/${path}`, entry.isDirectory()),
          () => cross(from, path),
        )
      )
        continue;
      await placeNew(tree, root, path, displaced, replacements, means);
    } else if (entry.isDirectory()) {
      await placeNew(tree, root, path, displaced, replacements, means);
    } else {
      replacements.push(path);
    }
  }
}

function entriesOf(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** How a run puts things in their places. */
export interface Means {
  readonly guard: Guard;
  readonly cross: Crossing;
}

/** Throws unless a folder below the root is still the one that was looked at; asked right before each change in it. */
export type Guard = (folder: string) => void;

/** Puts one staged file or folder (absolute) in its place (relative to the root). */
export type Placer = (from: string, path: string) => Promise<void>;

/**
 * Renames over what is there. What is `displaced` is of the other kind, which no rename replaces: it goes to the folder
 * `aside` first, by a rename right before the other, so that its place is empty for no longer than it has to.
 */
export function placerFor(
  root: string,
  displaced: ReadonlySet<string>,
  aside: string,
  { guard, cross }: Means,
): Placer {
  return async (from, path) => {
    const to = `${root}/${path}`;
    const put = (): Promise<boolean> =>
      moveOver(
        () => move(from, to),
        () => cross(from, path),
      );
    guard(folderOf(path));
    if (displaced.has(path)) {
      const away = `${aside}/${randomBytes(6).toString('hex')}`;
      await patiently(() => putAside(to, away));
      try {
        await put();
      } catch (error) {
        if (existsSync(away)) renameSync(away, to);
        throw error;
      }
    } else await put();
  };
}

function putAside(to: string, away: string): void {
  try {
    renameSync(to, away);
  } catch (error) {
    const code = errnoOf(error);
    // Another file system is mounted there, or a layer of a container's image holds it: only its files can go.
    if (code === 'EXDEV') rmSync(to, { recursive: true });
    else if (code !== 'ENOENT') throw error;
  }
}

/** Windows refuses to rename what someone has open, or over it; most close it soon. Milliseconds between the tries. */
export function patience(system: NodeJS.Platform): readonly number[] {
  return system === 'win32' ? [10, 50, 200, 500, 1000] : [];
}

const PATIENCE = patience(platform());

/** Does `action`, again after each of `waits` as long as something is in use. Its other errors are thrown as they come. */
export async function patiently(action: () => void, waits: readonly number[] = PATIENCE): Promise<void> {
  for (const wait of waits) {
    try {
      action();
      return;
    } catch (error) {
      if (!['EPERM', 'EACCES', 'EBUSY'].includes(errnoOf(error) ?? '')) throw error;
    }
    await setTimeout(wait);
  }
  action();
}

/** Renames, over what is there. Returns `false` where `yielding` and a folder is there that is not empty. */
export async function move(
  from: string,
  to: string,
  yielding: boolean = false,
  system: NodeJS.Platform = platform(),
): Promise<boolean> {
  // There, it is no other error than that of a file in use.
  if (yielding && system === 'win32' && existsSync(to)) return false;
  try {
    await patiently(() => renameSync(from, to));
    return true;
  } catch (error) {
    const code = errnoOf(error);
    if (yielding && (code === 'ENOTEMPTY' || code === 'EEXIST')) return false;
    throw error;
  }
}

/** Does `rename`, or `cross` where another file system is mounted at the target. */
async function moveOver(rename: () => Promise<boolean>, cross: () => Promise<void>): Promise<boolean> {
  try {
    return await rename();
  } catch (error) {
    if (errnoOf(error) !== 'EXDEV') throw error;
    await cross();
    return true;
  }
}
