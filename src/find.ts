import { posix } from 'node:path';
import { throwErrors } from './errors.ts';
import { findLocations, findPath, findSources } from './finders/index.ts';
import { nearest } from './text/nearest.ts';
import type { Location, Problem, Settings } from './types.ts';

/** A path that was asked for, and what was found for it. */
export interface FoundPath {
  readonly path: string;
  /** Real paths, the winner first. */
  readonly files: readonly string[];
  /** Of a path that is not there: the one most like it. */
  readonly nearest?: string;
}

/** The path most like one that is not there: the same name in another folder, or a slip of the keyboard. */
function nearestPath(path: string, known: readonly string[]): string | undefined {
  const name = nearest(posix.basename(path), new Set(known.map((other) => posix.basename(other))));
  const namesakes = known.filter((other) => posix.basename(other) === name);
  return nearest(path, namesakes, Number.POSITIVE_INFINITY);
}

/** Finds each path, as Django's `findstatic` does: files or folders, the winner first. */
export async function find(
  settings: Settings,
  paths: readonly string[],
): Promise<{
  readonly found: readonly FoundPath[];
  readonly locations: readonly Location[];
  readonly problems: readonly Problem[];
}> {
  const { locations, ignore, problems } = await findLocations(settings);
  throwErrors(problems);
  let known: readonly string[] | undefined;
  const found = paths.map((path): FoundPath => {
    const files = findPath(locations, path);
    if (files.length > 0) return { path, files };
    // Only a path that is not there is worth listing everything.
    known ??= findSources(locations, ignore).sources.map((source) => source.path);
    const meant = nearestPath(path, known);
    return meant === undefined ? { path, files } : { path, files, nearest: meant };
  });
  return { found, locations, problems: [...settings.problems, ...unfollowed(settings), ...problems] };
}

/** Warnings about finders that look for a path in a way of their own. */
function unfollowed({ finders }: Settings): readonly Problem[] {
  return finders.flatMap(({ className, ownFind = [] }) =>
    ownFind.length === 0
      ? []
      : {
          code: 'finder-own-find',
          severity: 'warning',
          message: `The finder ${className} looks for a path by ${ownFind.join(', ')}, which is not run here`,
          hint: 'What is shown are the files that it lists, which are the ones that are collected.',
        },
  );
}
