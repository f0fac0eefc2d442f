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

/**
 * Reads a folder; one that is not there is empty, links in it are not followed. `project`, where it stands in a link's
 * target, becomes `<project>`.
 */
export function readTree(folder: string, project: string): Tree {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return {};
  return Object.fromEntries(entriesOf(folder, '', project));
}

function entriesOf(folder: string, below: string, project: string): [string, string][] {
  return readdirSync(join(folder, below))
    .sort()
    .flatMap((entry): [string, string][] => {
      const name = below === '' ? entry : `${below}/${entry}`;
      const file = join(folder, name);
      const stats = lstatSync(file);
      if (stats.isDirectory()) return entriesOf(folder, name, project);
      if (stats.isSymbolicLink())
        return [[name, `-> ${readlinkSync(file).replaceAll(project, '<project>')}`]];
      return [[name, readFileSync(file, 'latin1')]];
    });
}

export function writeTree(folder: string, tree: Tree): void {
  for (const [name, content] of Object.entries(tree)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    if (content.startsWith('-> ')) symlinkSync(content.slice(3), file);
    else writeFileSync(file, content, 'latin1');
  }
}
