import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** A folder's files by path: their bytes (latin1, one character a byte), or `-> target` for a symlink. */
export type Tree = Readonly<Record<string, string>>;

/** Reads a folder; one that is not there is empty. `project`, where it stands in a link's target, becomes `<project>`. */
export function readTree(folder: string, project: string): Tree {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return {};
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.flatMap((name): [string, string][] => {
    const file = join(folder, name);
    const stats = lstatSync(file);
    if (stats.isDirectory()) return [];
    if (stats.isSymbolicLink()) return [[name, `-> ${readlinkSync(file).replaceAll(project, '<project>')}`]];
    return [[name, readFileSync(file, 'latin1')]];
  });
  return Object.fromEntries(files);
}

export function writeTree(folder: string, tree: Tree): void {
  for (const [name, content] of Object.entries(tree)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    if (content.startsWith('-> ')) symlinkSync(content.slice(3), file);
    else writeFileSync(file, content, 'latin1');
  }
}
