import picomatch from 'picomatch';
import { nearest } from '../text/nearest.ts';
import type { Location, PrecedenceRule, Problem, Source } from '../types.ts';

/** A PRECEDENCE rule with the locations that its source names. */
export interface Preference {
  /** As reports show it. */
  readonly rule: string;
  readonly matches: (path: string) => boolean;
  readonly locations: ReadonlySet<Location>;
}

/** Makes a test from a glob over whole paths. `*` stays within a folder, and a leading dot is nothing special. */
export function pathGlob(glob: string): (path: string) => boolean {
  const matches = picomatch(glob, { dot: true });
  // Without the wrapper, its second parameter would take the index that `some` and `filter` pass.
  return (path) => matches(path);
}

/**
 * Reads the PRECEDENCE rules. A rule names its source by an app's dotted name, by the last part of that name if only one
 * app has it, by a directory as the settings write it, or by a folder's absolute path. A name that fits no source of
 * this run is an error.
 */
export function readPrecedence(
  rules: readonly PrecedenceRule[],
  sources: readonly Source[],
): { readonly preferences: readonly Preference[]; readonly problems: readonly Problem[] } {
  if (rules.length === 0) return { preferences: [], problems: [] };
  const locations = locationsOf(sources);
  const names = locationsByName(locations);
  const preferences: Preference[] = [];
  const problems: Problem[] = [];
  for (const { glob, source } of rules) {
    const named = names.get(source);
    if (named === undefined) problems.push(unknownSource(glob, source, locations));
    else
      preferences.push({
        rule: `PRECEDENCE ${glob} -> ${source}`,
        matches: pathGlob(glob),
        locations: new Set(named),
      });
  }
  return { preferences, problems };
}

function locationsOf(sources: readonly Source[]): readonly Location[] {
  const locations = new Set<Location>();
  let last: Location | undefined;
  for (const { location } of sources) {
    // Sources of one location follow one another, so the set is asked only when the location changes.
    if (location !== last) locations.add(location);
    last = location;
  }
  return [...locations];
}

function locationsByName(locations: readonly Location[]): ReadonlyMap<string, readonly Location[]> {
  const names = new Map<string, Location[]>();
  for (const location of locations) {
    append(names, location.name, location);
    if (location.root !== location.name) append(names, location.root, location);
  }
  const shortNames = new Map<string, Location[]>();
  for (const location of locations) {
    if (location.finder === 'apps') append(shortNames, lastPart(location.name), location);
  }
  for (const [name, sharers] of shortNames) {
    const unique = sharers.every((location) => location.name === sharers[0]?.name);
    if (unique && !names.has(name)) names.set(name, sharers);
  }
  return names;
}

/** Last part of an app's name: `admin` of `django.contrib.admin`, `blog` of the app folder `apps/blog`. */
function lastPart(name: string): string {
  return name.split(/[./\\]/).at(-1) as string;
}

function append<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function unknownSource(glob: string, source: string, locations: readonly Location[]): Problem {
  const known = new Set(locations.map((location) => location.name));
  const near = nearest(source, known);
  return {
    code: 'precedence-unknown-source',
    severity: 'error',
    message: `PRECEDENCE lets "${source}" win ${glob}, but no finder offers files from a source of that name`,
    hint:
      near === undefined ? `The sources are ${[...known].join(', ') || 'none'}.` : `Did you mean "${near}"?`,
  };
}
