import { parse, sep } from 'node:path';
import { isFolder } from '../folders.ts';
import { compareNames } from './names.ts';

/** Whether a directory of the settings was written as a glob: it has a glob's characters and no such folder exists. */
export function isGlob(folder: string): boolean {
  return /[*?[\]{}]|[!@+]\(/.test(folder) && !isFolder(folder);
}

/**
 * The folders that `folder` (absolute) stands for: itself, whether it exists or not, or if it is a glob all that
 * match, by name. Hidden folders match only where the glob names the dot, as in a shell.
 */
export async function expandFolders(folder: string): Promise<readonly string[]> {
  if (!isGlob(folder)) return [folder];
  const { base, rest } = splitGlob(folder);
  const { default: glob } = await import('fast-glob');
  const found = glob.sync(rest, { cwd: base, onlyDirectories: true, absolute: true, suppressErrors: true });
  return found.map((path) => path.replaceAll('/', sep)).sort(compareNames);
}

/** The longest part that exists is taken literally: a project may well live in `/srv/site [new]/`. */
function splitGlob(folder: string): { readonly base: string; readonly rest: string } {
  const { root } = parse(folder);
  const parts = folder.slice(root.length).split(sep);
  let base = root;
  while (parts.length > 1 && isFolder(base + parts[0])) base += `${parts.shift()}${sep}`;
  return { base, rest: parts.join('/') };
}
