import { isAbsolute, normalize, resolve, sep } from 'node:path';
import { toAssetPath } from '../../../path.ts';
import type { DirectoryEntry, Problem } from '../../../types.ts';
import type { Datum } from '../../datum.ts';
import { firstUnresolved, isList, isTable } from '../../datum.ts';
import type { Entry } from '../../entry.ts';
import { partName } from '../../problems/invalid.ts';
import { pointing } from '../../problems/place.ts';
import { DJANGO_SETTINGS } from '../../schema/django-settings.ts';
import { mismatches } from '../../schema/shape.ts';
import type { ReadSettings } from '../../sources/read-settings.ts';

/** The characters that make a folder a glob, to be expanded by the finders. */
const GLOB = /[*?[\]{}]|[!@+]\(/;

export function isGlob(path: string): boolean {
  return GLOB.test(path);
}

/** An entry, with the index of its item in STATICFILES_DIRS. */
export interface ReadDirectory {
  readonly entry: DirectoryEntry;
  readonly index: number;
}

/**
 * Returns the entries of STATICFILES_DIRS, absolute and in order; repeated ones once, as Django counts them. Items that are
 * no entries were reported when the setting was checked, and are passed over.
 * A prefix that Django refuses (E003) or that would leave STATIC_ROOT goes to `problems`.
 */
export function resolveDirectories({ reader, request, problems }: ReadSettings): readonly ReadDirectory[] {
  reader.need('STATICFILES_DIRS');
  const entry = reader.entry('STATICFILES_DIRS');
  const skipChecks = request.skipChecks ?? false;
  const items = isList(entry.datum) ? entry.datum : [];
  const entries = items.flatMap((item, index) => {
    if (!isDirectory(item)) return [];
    const raw = rawDirectory(item);
    const problem = prefixProblem(raw.prefix, partName('STATICFILES_DIRS', [index]), skipChecks);
    const at = entry.locate([index]);
    if (raw.name === '') {
      problems.push(emptyEntry(entry, index));
      return [];
    }
    if (problem !== undefined) problems.push({ ...problem, ...pointing(at) });
    const { include, exclude } = raw;
    const name = nativeName(raw.name);
    const prefix = toAssetPath(raw.prefix.replace(/\/+$/, '')) ?? '';
    const dir = resolve(entry.folder, name);
    return [
      { entry: { name, dir, prefix, ...(include && { include }), ...(exclude && { exclude }) }, index },
    ];
  });
  const seen = new Set<string>();
  return entries.filter(({ entry: { dir, prefix, include, exclude } }) => {
    const key = JSON.stringify([dir, prefix, include, exclude]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Django passes such an entry over; as a folder it would be the working directory. */
function emptyEntry(entry: Entry, index: number): Problem {
  const { environment } = entry.origin;
  const from =
    environment.length === 0
      ? ''
      : `; STATICFILES_DIRS is made from the environment variable ${environment.join(', ')}`;
  return {
    code: 'staticfiles.W004',
    severity: 'warning',
    message: `${partName('STATICFILES_DIRS', [index])} is an empty string, no folder${from}`,
    hint:
      environment.length === 0
        ? 'Take it out of the list, or write the folder.'
        : `Set ${environment.join(' and ')} in the environment, or take the entry out where it is not set.`,
    ...pointing(entry.locate([index])),
  };
}

/** A folder as the settings wrote it; if it is absolute, with the slashes of Windows there: pathlib's `/` may have made it. */
function nativeName(name: string): string {
  return sep === '\\' && isAbsolute(name) ? normalize(name) : name;
}

function isDirectory(item: Datum): boolean {
  const shape = DJANGO_SETTINGS.STATICFILES_DIRS.shape.list;
  return firstUnresolved(item) === undefined && mismatches(shape, item).length === 0;
}

interface RawDirectory {
  readonly name: string;
  readonly prefix: string;
  readonly include: readonly string[] | undefined;
  readonly exclude: readonly string[] | undefined;
}

function rawDirectory(item: Datum): RawDirectory {
  if (isList(item))
    return { name: item[1] as string, prefix: item[0] as string, include: undefined, exclude: undefined };
  if (!isTable(item)) return { name: item as string, prefix: '', include: undefined, exclude: undefined };
  return {
    name: item.get('dir') as string,
    prefix: (item.get('prefix') as string | undefined) ?? '',
    include: item.get('include') as readonly string[] | undefined,
    exclude: item.get('exclude') as readonly string[] | undefined,
  };
}

function prefixProblem(prefix: string, part: string, skipChecks: boolean): Problem | undefined {
  if (prefix === '') return undefined;
  if (prefix.endsWith('/') && !skipChecks) {
    return {
      code: 'staticfiles.E003',
      severity: 'error',
      message: `The prefix '${prefix}' of ${part} must not end with a slash`,
      hint: `Write '${prefix.replace(/\/+$/, '')}'.`,
    };
  }
  if (toAssetPath(prefix.replace(/\/+$/, '')) !== null) return undefined;
  return {
    code: 'prefix-outside',
    severity: 'error',
    message: `The prefix '${prefix}' of ${part} would lead out of STATIC_ROOT`,
    hint: 'A prefix is a relative path such as "vendor/js".',
  };
}
