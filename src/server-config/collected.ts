import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, errnoWords, fail } from '../errors.ts';
import { parseManifest } from '../manifest.ts';
import type { RootedSettings } from '../static-root.ts';

/** What lies in STATIC_ROOT, by path, and what its manifest says. */
export interface Collected {
  /** Files, links to files among them; sorted. */
  readonly names: readonly string[];
  /** Empty for a storage without a manifest. */
  readonly hashedNames: ReadonlyMap<string, string>;
}

/** Reads a STATIC_ROOT that was collected into. Throws if it is not there, or if its manifest names files that are not. */
export function readCollected({ staticRoot, storage }: RootedSettings): Collected {
  if (statSync(staticRoot, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw fail({
      code: 'static-root-absent',
      message: `STATIC_ROOT, ${staticRoot}, is not there: nothing has been collected`,
      at: { file: staticRoot },
      hint: 'Run collectstatic first, or say --static-root DIR.',
    });
  }
  const names = filesBelow(staticRoot);
  if (!storage.kind.endsWith('manifest')) return { names, hashedNames: new Map() };
  const hashedNames = readHashedNames(join(staticRoot, storage.manifestName));
  refuseMissing(names, hashedNames, join(staticRoot, storage.manifestName));
  return { names, hashedNames };
}

/** Returns the files below a folder, sorted; links are followed to files, and to folders not. */
export function filesBelow(folder: string): readonly string[] {
  const found: string[] = [];
  const folders = [''];
  for (let below = folders.pop(); below !== undefined; below = folders.pop()) {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (isFile(entry, join(folder, path))) found.push(path);
    }
  }
  return found.sort();
}

function isFile(entry: Dirent, file: string): boolean {
  if (entry.isFile()) return true;
  return entry.isSymbolicLink() && statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function readHashedNames(file: string): ReadonlyMap<string, string> {
  const broken = (message: string, cause?: string) =>
    fail({
      code: 'manifest-unreadable',
      message,
      at: { file },
      hint: 'Run collectstatic first: without the manifest nobody knows which files never change.',
      ...(cause !== undefined && { cause }),
    });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') throw broken(`The manifest ${file} is not there`);
    throw broken(`The manifest ${file} can't be read`, errnoWords(error));
  }
  const manifest = parseManifest(text, file);
  if ('code' in manifest) throw broken(`The manifest ${file} can't be read`, manifest.cause);
  return manifest.paths;
}

function refuseMissing(
  names: readonly string[],
  hashedNames: ReadonlyMap<string, string>,
  file: string,
): void {
  const there = new Set(names);
  const missing = [...new Set(hashedNames.values())].filter((name) => !there.has(name));
  const [first] = missing;
  if (first === undefined) return;
  const others = missing.length === 1 ? '' : `, and ${missing.length - 1} more`;
  throw fail({
    code: 'manifest-names-missing',
    message: `The manifest ${file} names files that are not in STATIC_ROOT: ${first}${others}`,
    at: { file },
    hint: 'Run collectstatic again: pages would refer to files that answer 404.',
  });
}
