import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { errnoOf } from '../../errors.ts';
import { folderOf } from '../../path.ts';
import { type Crossing, moveOrCross } from './across.ts';
import type { Guard } from './guard.ts';
import { patiently } from './move.ts';

/** What a change below the root takes: a question before it, and a way where no rename leads. */
export interface Means {
  readonly guard: Guard;
  readonly cross: Crossing;
}

/** Puts one staged file or folder (absolute) in its place (relative to the root). */
export type Placer = (from: string, path: string) => Promise<void>;

/**
 * Makes a placer that renames over what is there. What is `displaced` is of the other kind, which no rename replaces: it goes to the folder
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
    const put = (): Promise<boolean> => moveOrCross(from, root, path, cross);
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
