import { folderOf, foldersAbove, foldersOf, foldPath } from '../path.ts';
import type { AssetPath, Source } from '../types.ts';

/** Sources of different paths that can't all be collected, or not on every file system. */
export interface Collision {
  readonly winner: Source;
  /** In the order of the sources. */
  readonly losers: readonly Source[];
}

/**
 * Settles paths that would be both a file and a folder: the side that was offered first stays. Takes the other side out
 * of `winners`. Returns each file that wins, with the sources below it, and each file that loses, with the first source
 * below it. `rivals` has all sources of each path that more than one source offers.
 */
export function dropFilesThatAreFolders(
  winners: Map<AssetPath, Source>,
  rivals: ReadonlyMap<AssetPath, readonly Source[]>,
): readonly Collision[] {
  if (!anyFileIsFolder(winners)) return [];
  const folders = new Map<string, Source>();
  const files = new Map<string, Source>();
  const lost = new Map<Source, Source[]>();
  for (const [path, source] of winners) {
    const above = foldersAbove(path);
    const file = above.find((folder) => files.has(folder));
    const winner = file === undefined ? folders.get(path) : files.get(file);
    if (winner === undefined) {
      files.set(path, source);
      for (const folder of above) if (!folders.has(folder)) folders.set(folder, source);
    } else {
      for (const loser of rivals.get(path) ?? [source]) addLoser(lost, winner, loser);
      winners.delete(path);
    }
  }
  return collisionsOf(lost);
}

/** True if some path is both a file and a folder. Looks at each folder once: nearly always the answer is no. */
function anyFileIsFolder(winners: ReadonlyMap<AssetPath, Source>): boolean {
  const seen = new Set<string>(['']);
  for (const innermost of foldersOf(winners.keys())) {
    for (let folder = innermost; !seen.has(folder); folder = folderOf(folder)) {
      if (winners.has(folder as AssetPath)) return true;
      seen.add(folder);
    }
  }
  return false;
}

/** Groups of paths that are one file where letter case or Unicode forms don't count (macOS, Windows). */
export function foldedAlike(winners: ReadonlyMap<AssetPath, Source>): readonly Collision[] {
  if (!anyFoldedAlike(winners)) return [];
  const first = new Map<string, Source>();
  const alike = new Map<Source, Source[]>();
  for (const [path, source] of winners) {
    const folded = foldPath(path);
    const winner = first.get(folded);
    if (winner === undefined) first.set(folded, source);
    else addLoser(alike, winner, source);
  }
  return collisionsOf(alike);
}

/**
 * True if two paths fold alike; nearly always the answer is no. At least one of two such paths differs from its folded
 * form, so only paths that do are remembered.
 */
function anyFoldedAlike(winners: ReadonlyMap<AssetPath, Source>): boolean {
  const changed = new Set<string>();
  for (const path of winners.keys()) {
    const folded = foldPath(path);
    if (folded === path) continue;
    if (changed.has(folded) || winners.has(folded as AssetPath)) return true;
    changed.add(folded);
  }
  return false;
}

/** True if the paths are equal once Unicode composes them: they differ in form only, not in letter case. */
export function sameLetters(winner: Source, losers: readonly Source[]): boolean {
  const form = winner.path.normalize('NFC');
  return losers.every((loser) => loser.path.normalize('NFC') === form);
}

function addLoser(lost: Map<Source, Source[]>, winner: Source, loser: Source): void {
  const losers = lost.get(winner);
  if (losers === undefined) lost.set(winner, [loser]);
  else losers.push(loser);
}

function collisionsOf(lost: ReadonlyMap<Source, readonly Source[]>): readonly Collision[] {
  return Array.from(lost, ([winner, losers]) => ({ winner, losers }));
}
