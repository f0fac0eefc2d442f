import { createHash } from 'node:crypto';
import { closeSync, linkSync, lstatSync, mkdtempSync, openSync, renameSync, rmSync } from 'node:fs';
import { errnoOf } from '../errors.ts';
import { folderOf } from '../path.ts';
import type { AssetPath } from '../types.ts';
import { notPlaced } from './failures.ts';
import { createPace } from './pace.ts';
import type { Guard } from './placing/guard.ts';
import { NO_LINKS } from './releases/clone.ts';
import { readFully } from './staged-file.ts';

/** One file of the disk, by all the names it has among those looked at. */
interface Stored {
  readonly paths: AssetPath[];
  /** How many names it has in all. */
  readonly names: bigint;
}

/** Files that may be one: of one size, mode and owner, which names of one file share. */
interface Alike {
  readonly size: number;
  /** By device and inode. */
  readonly stored: Map<string, Stored>;
}

export interface ShareOptions {
  /** Makes the workspace, and says where it is: only once there is something to share. */
  readonly workspace: () => string;
  readonly guard: Guard;
}

/**
 * `Storage.share` for a folder of this machine: by hard links, each made in the workspace, which is asked for only then, and
 * renamed over the file it replaces.
 * Files that are alone with their size are not read, nor those that are one file already.
 */
export async function shareBytes(
  root: string,
  paths: readonly AssetPath[],
  { workspace, guard }: ShareOptions,
  signal?: AbortSignal,
): Promise<number> {
  const pace = createPace();
  let aside: string | undefined;
  let saved = 0;
  try {
    for (const { size, stored } of groupAlike(root, paths)) {
      const firsts = new Map<string, AssetPath>();
      for (const { paths: names } of fromMostNames(stored)) {
        saved += size * (names.length - 1);
        if (stored.size === 1 || signal?.aborted) continue;
        if (pace.isDue()) await pace.breathe();
        const digest = digestOf(`${root}/${names[0]}`);
        const first = firsts.get(digest);
        if (first === undefined) firsts.set(digest, names[0] as AssetPath);
        else {
          aside ??= mkdtempSync(`${workspace()}/share-`);
          if (linkAll(root, first, names, `${aside}/link`, guard)) saved += size;
          // A file may have only so many names: others share with the next.
          else firsts.set(digest, names.at(-1) as AssetPath);
        }
      }
    }
    return saved;
  } catch (error) {
    throw notPlaced(root, error);
  } finally {
    if (aside !== undefined) rmSync(aside, { recursive: true, force: true });
  }
}

function groupAlike(root: string, paths: readonly AssetPath[]): Iterable<Alike> {
  const groups = new Map<string, Alike>();
  for (const path of paths) {
    const stats = lstatSync(`${root}/${path}`, { throwIfNoEntry: false, bigint: true });
    if (stats === undefined || !stats.isFile() || stats.size === 0n) continue;
    const { size, mode, uid, gid, dev, ino, nlink } = stats;
    const key = [dev, size, mode, uid, gid].join();
    const group = groups.get(key) ?? { size: Number(size), stored: new Map<string, Stored>() };
    groups.set(key, group);
    const file = group.stored.get(`${ino}`) ?? { paths: [], names: nlink };
    group.stored.set(`${ino}`, file);
    file.paths.push(path);
  }
  return groups.values();
}

/** The file that has most names already keeps them: then the fewest links are made. */
function fromMostNames(stored: ReadonlyMap<string, Stored>): readonly Stored[] {
  return [...stored.values()].sort((a, b) => Number(b.names - a.names));
}

function linkAll(
  root: string,
  first: AssetPath,
  paths: readonly AssetPath[],
  part: string,
  guard: Guard,
): boolean {
  try {
    for (const path of paths) {
      guard(folderOf(first));
      linkSync(`${root}/${first}`, part);
      guard(folderOf(path));
      renameSync(part, `${root}/${path}`);
    }
    return true;
  } catch (error) {
    // Where the file system gives no further name, or not to us, the files stay as they are: whole.
    if (!NO_LINKS.has(errnoOf(error) ?? '')) throw error;
    rmSync(part, { force: true });
    return false;
  }
}

const PIECE = 1 << 18;

function digestOf(file: string): string {
  const digest = createHash('sha256');
  const buffer = Buffer.allocUnsafe(PIECE);
  const descriptor = openSync(file, 'r');
  try {
    for (;;) {
      const length = readFully(descriptor, buffer);
      digest.update(buffer.subarray(0, length));
      if (length < PIECE) return digest.digest('base64');
    }
  } finally {
    closeSync(descriptor);
  }
}
