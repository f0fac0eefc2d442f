import { accessSync, constants, type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { errnoOf } from '../errors.ts';
import { realPath } from '../folders.ts';
import { isWithin, toAssetPath } from '../path.ts';
import { OWN_FOLDER } from '../static-root.ts';
import { compareNames } from '../text/order.ts';
import type { AssetPath, Location, Problem, Source } from '../types.ts';
import type { Filter } from './filter.ts';
import {
  badLink,
  linkLoop,
  linkToStaticRoot,
  nameNotUtf8,
  specialFile,
  unreadable,
  unsafePrefix,
} from './problems.ts';

/** One walk through a location, and the lists it adds to. */
interface Walk {
  readonly location: Location;
  readonly filter: Filter;
  /** `''`, or ends with a slash. */
  readonly prefix: string;
  /** STATIC_ROOT with links resolved; `null` for none. */
  readonly staticRoot: string | null;
  /** Folders of runs that collect into it, with links resolved. */
  readonly own: ReadonlySet<string>;
  readonly sources: Source[];
  readonly problems: Problem[];
  /** Told of each folder that is listed. */
  readonly onFolder: ((folder: string) => void) | undefined;
}

/** A folder being walked. It keeps its ancestors, to recognise a link that leads back to one of them. */
interface Folder {
  readonly path: string;
  /** With links resolved. */
  readonly real: string;
  /** Relative to the root, posix: `''`, or ends with a slash. */
  readonly below: string;
  readonly parent: Folder | null;
  /** True if a link leads to it or to a folder above it. */
  readonly linked: boolean;
}

/**
 * Adds the files of a location to `sources` in the order of Django's `get_files`: a folder's own files first, then
 * its folders, depth first, each sorted by name (Django takes the order of the file system). Follows links, but not into
 * `staticRoot`: a run would collect what the one before has made. Leaves out what runs keep beside it. Adds files that can't be collected to `problems`. A root
 * that does not exist counts as empty.
 */
export function walkLocation(
  location: Location,
  filter: Filter,
  staticRoot: string | null,
  sources: Source[],
  problems: Problem[],
  onFolder?: (folder: string) => void,
): void {
  // A name read from a directory can't be `..`, so if the prefix is safe, every path is.
  const safe = location.prefix === '' ? '' : toAssetPath(location.prefix);
  if (safe === null) {
    problems.push(unsafePrefix(location.prefix, location.root));
    return;
  }
  const prefix = safe === '' ? '' : `${safe}/`;
  const { root } = location;
  const destination = { staticRoot: staticRoot && realPath(staticRoot), own: ownFolders(staticRoot) };
  walkFolder(
    { location, filter, prefix, ...destination, sources, problems, onFolder },
    { path: root, real: realPath(root), below: '', parent: null, linked: false },
  );
}

/** Beside STATIC_ROOT by the name it is given, and beside the folder that a link there leads to. */
function ownFolders(staticRoot: string | null): ReadonlySet<string> {
  if (staticRoot === null) return new Set();
  const parents = [realPath(dirname(staticRoot)), dirname(realPath(staticRoot))];
  return new Set(parents.map((parent) => join(parent, OWN_FOLDER)));
}

function walkFolder(walk: Walk, folder: Folder): void {
  walk.onFolder?.(folder.path);
  const start = folder.path.endsWith(sep) ? folder.path : folder.path + sep;
  const folders: Folder[] = [];
  for (const entry of entriesOf(walk, folder)) {
    const { name } = entry;
    const path = start + name;
    const below = folder.below + name;
    const isFolder = entry.isDirectory();
    if (isFolder ? !walk.filter.folder(name, below) : !visitFile(walk, entry, below, path)) continue;
    const real = isFolder ? folder.real + path.slice(folder.path.length) : realPath(path);
    if (walk.own.has(real)) continue;
    folders.push({ path, real, below: `${below}/`, parent: folder, linked: folder.linked || !isFolder });
  }
  for (const child of folders) if (mayEnter(walk, child)) walkFolder(walk, child);
}

/** False for a link that leads back to a folder being walked, or into STATIC_ROOT. Reports both. */
function mayEnter({ staticRoot, problems }: Walk, { path, real, parent, linked }: Folder): boolean {
  if (!linked) return true;
  for (let above = parent; above !== null; above = above.parent) {
    if (above.real !== real) continue;
    problems.push(linkLoop(path));
    return false;
  }
  if (staticRoot === null || !isWithin(real, staticRoot, sep)) return true;
  problems.push(linkToStaticRoot(path, staticRoot));
  return false;
}

/** Entries of a folder sorted by name, without names that are not UTF-8, which are problems unless they are ignored. */
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

/** Adds an entry that is not a plain folder. Returns true for a link to a folder that is to be walked. */
function visitFile(walk: Walk, entry: Dirent, path: string, file: string): boolean {
  const wanted = walk.filter.file(entry.name, path);
  // What a link leads to decides which patterns count, so that it has to be looked at even so.
  if (!wanted && !(entry.isSymbolicLink() && walk.filter.folder(entry.name, path))) return false;
  const stats = statOf(walk, entry, file, wanted);
  if (stats === null) return false;
  if (stats.isDirectory()) return walk.filter.folder(entry.name, path);
  if (wanted) addFile(walk, path, file, stats);
  return false;
}

/** Stats of an entry; `null` if it is not there, which is a problem if it is wanted. */
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
