import { accessSync, constants, type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';
import { errnoOf } from '../errors.ts';
import { toAssetPath } from '../path.ts';
import type { AssetPath, Location, Problem, Source } from '../types.ts';
import type { Filter } from './filter.ts';
import { compareNames } from './names.ts';
import { badLink, linkLoop, nameNotUtf8, specialFile, unreadable, unsafePrefix } from './problems.ts';

/** Where one walk puts what it finds. */
interface Walk {
  readonly location: Location;
  readonly filter: Filter;
  /** `''`, or ends with a slash. */
  readonly prefix: string;
  readonly sources: Source[];
  readonly problems: Problem[];
}

/** A folder being walked. Its ancestors are kept to tell a link that leads back to one of them. */
interface Folder {
  readonly path: string;
  /** Relative to the root, posix: `''`, or ends with a slash. */
  readonly below: string;
  readonly parent: Folder | null;
}

/**
 * Adds the files of a location to `sources` in the order of Django's `get_files`: a folder's own files first, then
 * its folders, depth first, each by name (Django has the file system's own order there, which is no order).
 * Links are followed. What can't be collected is added to `problems`. A root that does not exist is empty.
 */
export function walkLocation(
  location: Location,
  filter: Filter,
  sources: Source[],
  problems: Problem[],
): void {
  // A name read from a directory can't be `..`, so that the prefix decides for every path whether it is safe.
  const safe = location.prefix === '' ? '' : toAssetPath(location.prefix);
  if (safe === null) {
    problems.push(unsafePrefix(location.prefix, location.root));
    return;
  }
  const prefix = safe === '' ? '' : `${safe}/`;
  walkFolder(
    { location, filter, prefix, sources, problems },
    { path: location.root, below: '', parent: null },
  );
}

function walkFolder(walk: Walk, folder: Folder): void {
  const start = folder.path.endsWith(sep) ? folder.path : folder.path + sep;
  const folders: string[] = [];
  for (const entry of entriesOf(walk, folder)) {
    const { name } = entry;
    if (entry.isDirectory()) {
      if (walk.filter.folder(name, folder.below + name)) folders.push(name);
    } else if (visitFile(walk, folder, entry, start + name)) {
      folders.push(name);
    }
  }
  for (const name of folders) {
    walkFolder(walk, { path: start + name, below: `${folder.below}${name}/`, parent: folder });
  }
}

/** The entries of a folder by name, without those whose name is not UTF-8 (a problem, unless ignored). */
function entriesOf(walk: Walk, folder: Folder): readonly Dirent[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder.path, { withFileTypes: true });
  } catch (error) {
    if (folder.parent === null && errnoOf(error) === 'ENOENT') return [];
    walk.problems.push(unreadable(folder.path, 'folder', error));
    return [];
  }
  entries.sort((a, b) => compareNames(a.name, b.name));
  if (!entries.some((entry) => entry.name.includes('\ufffd'))) return entries;
  const broken = new Set<string>();
  for (const bytes of readdirSync(folder.path, 'buffer')) {
    const name = bytes.toString();
    if (Buffer.from(name).equals(bytes)) continue;
    broken.add(name);
    if (walk.filter.file(name, folder.below + name)) walk.problems.push(nameNotUtf8(folder.path, bytes));
  }
  return entries.filter((entry) => !broken.has(entry.name));
}

/** Adds one entry that is no plain folder. Returns `true` for a link to a folder that is to be walked. */
function visitFile(walk: Walk, folder: Folder, entry: Dirent, file: string): boolean {
  const path = folder.below + entry.name;
  const wanted = walk.filter.file(entry.name, path);
  // What a link leads to decides which patterns count, so that it has to be looked at even so.
  if (!wanted && !(entry.isSymbolicLink() && walk.filter.folder(entry.name, path))) return false;
  const stats = statOf(walk, entry, file, wanted);
  if (stats === null) return false;
  if (stats.isDirectory()) {
    if (!walk.filter.folder(entry.name, path)) return false;
    if (!leadsBack(file, folder)) return true;
    walk.problems.push(linkLoop(file));
  } else if (wanted) {
    addFile(walk, path, file, stats);
  }
  return false;
}

/** `null` for what isn't there: a problem where it is wanted. */
function statOf(walk: Walk, entry: Dirent, file: string, wanted: boolean): Stats | null {
  try {
    return statSync(file);
  } catch (error) {
    if (wanted)
      walk.problems.push(entry.isSymbolicLink() ? badLink(file, error) : unreadable(file, 'file', error));
    return null;
  }
}

function addFile(walk: Walk, path: string, file: string, stats: Stats): void {
  const { location, prefix, sources, problems } = walk;
  if (!stats.isFile()) {
    problems.push(specialFile(file));
    return;
  }
  // Asking the system costs a call per file; what everybody may read needs no asking.
  if ((stats.mode & 0o444) !== 0o444) {
    try {
      accessSync(file, constants.R_OK);
    } catch (error) {
      problems.push(unreadable(file, 'file', error));
      return;
    }
  }
  sources.push({
    path: (prefix + path) as AssetPath,
    file,
    location,
    size: stats.size,
    mtimeMs: stats.mtimeMs,
  });
}

/** Whether a link to a folder leads to the folder it lies in or to one above. */
function leadsBack(link: string, folder: Folder): boolean {
  const target = realpathSync(link);
  for (let at: Folder | null = folder; at !== null; at = at.parent) {
    if (realpathSync(at.path) === target) return true;
  }
  return false;
}
