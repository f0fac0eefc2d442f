import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { folderOf, foldersOf } from '../path.ts';
import { OWN_FOLDER } from '../static-root.ts';
import type { AssetPath } from '../types.ts';
import { makeFolder, removeEmpty } from './folders.ts';
import type { Refusals } from './refusals.ts';
import { REMOVAL } from './workspace/folder.ts';

const STAGE_PREFIX = 'stage-';
const STAGE_BYTES = 6;
/** How much longer the path of a staged file is than that of the same file in its place. */
export const STAGED_ROOM: number = `/${OWN_FOLDER}/${STAGE_PREFIX}${'0'.repeat(2 * STAGE_BYTES)}/tree`.length;

/** The one folder a run writes to: on the file system of STATIC_ROOT, so that placing is renaming. */
export interface Stage {
  /** Absolute; the staged files lie below it as they will below STATIC_ROOT. */
  readonly tree: string;
  /** Absolute; what has to become visible last waits here. */
  readonly last: string;
  /** Absolute; what gives way goes here. */
  readonly aside: string;
  /** Makes the folder of each path, each once. */
  makeFoldersOf(paths: Iterable<AssetPath>): void;
  /** Those that were made, relative to `tree`, and `''` for itself. */
  folders(): Iterable<string>;
  /** Takes the folder away with all that is in it. */
  remove(): Promise<void>;
}

/** Makes a stage in a workspace that is there. */
export function createStage(workspace: string, directoryMode: number | null, refusals: Refusals): Stage {
  const stage = `${workspace}/${STAGE_PREFIX}${randomBytes(STAGE_BYTES).toString('hex')}`;
  const tree = `${stage}/tree`;
  const last = `${stage}/last`;
  const aside = `${stage}/aside`;
  for (const folder of [stage, tree, last, aside]) mkdirSync(folder);
  const made = new Set<string>(['']);
  function make(folder: string): void {
    if (made.has(folder)) return;
    make(folderOf(folder));
    makeFolder(`${tree}/${folder}`, directoryMode, refusals);
    made.add(folder);
  }
  return {
    tree,
    last,
    aside,
    makeFoldersOf(paths) {
      for (const folder of foldersOf(paths)) make(folder);
    },
    folders: () => made,
    async remove() {
      // Where all of it was placed, it is empty.
      removeEmpty([stage, tree, last, aside]);
      await rm(stage, REMOVAL);
    },
  };
}
