import type { Asset, AssetPath, Conflict, Folding, Plan, Settings, Source } from '../types.ts';
import { type Collision, dropFilesThatAreFolders, foldedAlike, sameLetters } from './collisions.ts';
import { type Preference, pathGlob, readPrecedence } from './precedence.ts';

/** Compares two sources. Called only for sources in conflict, so that a plan without conflicts reads no file. */
export type Comparison = (a: Source, b: Source) => boolean;

/**
 * Decides which source wins each path. The first source wins, unless a PRECEDENCE rule names another one that offers the
 * path; the first such rule counts. The asset stands where the path's first source stands in the order. Two paths to one
 * real file (`sameFile`) are no conflict. Takes time linear in the number of sources. `foldingOf` is asked only if paths
 * differ in nothing but letter case or Unicode form; where the destination takes them for one, the first wins.
 */
export function makePlan(
  sources: readonly Source[],
  rules: Pick<Settings, 'precedence' | 'allowConflicts'>,
  sameBytes: Comparison,
  sameFile: Comparison,
  foldingOf: () => Folding = () => 'none',
): Plan {
  const { preferences, problems } = readPrecedence(rules.precedence, sources);
  const { winners, rivals } = groupByPath(sources);
  const disputed: Conflict[] = [];
  for (const [path, candidates] of rivals) {
    const { winner, settledBy } = pickWinner(path, candidates, preferences);
    winners.set(path, winner);
    const losers = candidates.filter((candidate) => candidate !== winner && !sameFile(winner, candidate));
    if (losers.length > 0) disputed.push(conflictOf('same-path', winner, losers, sameBytes, settledBy));
  }
  const clashes = dropFilesThatAreFolders(winners, rivals).map(
    ({ winner, losers }): Conflict => conflictOf('file-is-directory', winner, losers, sameBytes),
  );
  const alike = foldedAlike(winners);
  const folding = alike.length > 0 ? foldingOf() : 'none';
  const folded = dropFolded(winners, alike, folding);
  const assets = Array.from(winners.values(), (source): Asset => ({ path: source.path, source }));
  const conflicts = [
    // Drop conflicts about paths that lost to a folder.
    ...disputed.filter(({ path }) => winners.has(path)),
    ...clashes,
    ...foldingConflicts(alike, folded, sameBytes, sameFile),
  ];
  const rivalry = Array.from(rivals.values()).reduce((sum, candidates) => sum + candidates.length - 1, 0);
  const skipped = rivalry + folded.size;
  return { assets, skipped, conflicts: allowWanted(conflicts, rules.allowConflicts), problems };
}

/** Groups sources by path. `winners`: the first of each path, in order. `rivals`: all sources of each disputed path. */
function groupByPath(sources: readonly Source[]): {
  readonly winners: Map<AssetPath, Source>;
  readonly rivals: ReadonlyMap<AssetPath, readonly Source[]>;
} {
  const winners = new Map<AssetPath, Source>();
  const rivals = new Map<AssetPath, Source[]>();
  for (const source of sources) {
    const first = winners.get(source.path);
    if (first === undefined) {
      winners.set(source.path, source);
      continue;
    }
    const candidates = rivals.get(source.path);
    if (candidates === undefined) rivals.set(source.path, [first, source]);
    else candidates.push(source);
  }
  return { winners, rivals };
}

function pickWinner(
  path: AssetPath,
  candidates: readonly Source[],
  preferences: readonly Preference[],
): { readonly winner: Source; readonly settledBy?: string } {
  for (const { rule, matches, locations } of preferences) {
    const preferred = candidates.find((candidate) => locations.has(candidate.location));
    if (preferred !== undefined && matches(path)) return { winner: preferred, settledBy: rule };
  }
  return { winner: candidates[0] as Source };
}

/** Takes out of `winners`, and returns, the sources that the destination would write over the first one alike. */
function dropFolded(
  winners: Map<AssetPath, Source>,
  alike: readonly Collision[],
  folding: Folding,
): ReadonlySet<Source> {
  const folded = new Set<Source>();
  if (folding === 'none') return folded;
  for (const { winner, losers } of alike) {
    for (const loser of losers) {
      if (folding === 'case' && sameLetters(winner, [loser])) continue;
      winners.delete(loser.path);
      folded.add(loser);
    }
  }
  return folded;
}

function foldingConflicts(
  alike: readonly Collision[],
  folded: ReadonlySet<Source>,
  sameBytes: Comparison,
  sameFile: Comparison,
): readonly Conflict[] {
  return alike.flatMap(({ winner, losers }) => {
    const others = losers.filter((loser) => !sameFile(winner, loser));
    if (others.length === 0) return [];
    const kind = sameLetters(winner, others) ? 'unicode-only' : 'case-only';
    const conflict = conflictOf(kind, winner, others, sameBytes);
    return [others.some((loser) => folded.has(loser)) ? { ...conflict, folded: true as const } : conflict];
  });
}

function conflictOf(
  kind: Conflict['kind'],
  winner: Source,
  losers: readonly Source[],
  sameBytes: Comparison,
  settledBy?: string,
): Conflict {
  const identical = kind !== 'file-is-directory' && losers.every((loser) => sameBytes(winner, loser));
  const conflict = { kind, path: winner.path, winner, losers, identical };
  return settledBy === undefined ? conflict : { ...conflict, settledBy };
}

/** Marks conflicts as settled by ALLOW_CONFLICTS, by the path of either side, if no PRECEDENCE rule settled them. */
function allowWanted(conflicts: readonly Conflict[], globs: readonly string[]): readonly Conflict[] {
  if (globs.length === 0) return conflicts;
  const allowed = globs.map((glob) => ({ glob, matches: pathGlob(glob) }));
  return conflicts.map((conflict) => {
    if (conflict.settledBy !== undefined) return conflict;
    const paths = [conflict.path, ...conflict.losers.map((loser) => loser.path)];
    const rule = allowed.find(({ matches }) => paths.some(matches));
    return rule === undefined ? conflict : { ...conflict, settledBy: `ALLOW_CONFLICTS ${rule.glob}` };
  });
}
