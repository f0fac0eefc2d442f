import picomatch from 'picomatch';
import { nearest } from '../nearest.ts';
import type { Location, PrecedenceRule, Problem, Source } from '../types.ts';

/** A PRECEDENCE rule with what it means: the locations its source names. */
export interface Preference {
  /** As reports show it. */
  readonly rule: string;
  readonly matches: (path: string) => boolean;
  readonly locations: ReadonlySet<Location>;
}

/** A glob over whole paths; `*` stays within a folder, and a leading dot is nothing special. */
export function pathGlob(glob: string): (path: string) => boolean {
  const matches = picomatch(glob, { dot: true });
  // Its own second parameter would take the index that `some` and `filter` hand over.
  return (path) => matches(path);
}

/**
 * A rule names its source by an app's dotted name, the last part of it where only one app has that, a directory as
 * the settings wrote it, or a folder's absolute path. A name that no source of this run has is an error.
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
    // Sources of one location stand together: asking the set for each of them would be waste.
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

/** `django.contrib.admin` is `admin`; an app folder `apps/blog` is `blog`. */
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
