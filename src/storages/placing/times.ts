import { lutimesSync } from 'node:fs';
import { errnoOf } from '../../errors.ts';
import { folderOf } from '../../path.ts';
import type { AssetPath } from '../../types.ts';
import { setTimes } from '../staged-file.ts';
import type { Guard } from './guard.ts';

/** Gives files below `root` their times (milliseconds); what is gone by now is left out. */
export function placeTimes(root: string, times: ReadonlyMap<AssetPath, number>, guard: Guard): void {
  for (const [path, mtimeMs] of times) {
    guard(folderOf(path));
    mendTime(`${root}/${path}`, mtimeMs);
  }
}

/** The bytes are right already: where the time can't be set (the file is another user's), it stays. */
function mendTime(file: string, mtimeMs: number): void {
  try {
    setTimes((time) => lutimesSync(file, time, time), mtimeMs);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
}
