import { parse, sep } from 'node:path';
import { isFolder } from '../folders.ts';
import { compareNames } from '../text/order.ts';

/** True if a directory of the settings is a glob: it has a glob's characters, and no folder of that name exists. */
export function isGlob(folder: string): boolean {
  return /[*?[\]{}]|[!@+]\(/.test(folder) && !isFolder(folder);
}

/**
 * Expands `folder` (absolute): gives the folder itself, whether it exists or not, or if it is a glob all that match,
 * sorted by name. As in a shell, hidden folders match only if the glob names the dot.
 */
export async function expandFolders(folder: string): Promise<readonly string[]> {
  if (!isGlob(folder)) return [folder];
  const { base, rest } = splitGlob(folder);
  const { default: glob } = await import('fast-glob');
  const found = glob.sync(rest, { cwd: base, onlyDirectories: true, absolute: true, suppressErrors: true });
  return found.map((path) => path.replaceAll('/', sep)).sort(compareNames);
}

/** Splits off the longest part that exists, which is taken literally: a project may lie in `/srv/site [new]/`. */
function splitGlob(folder: string): { readonly base: string; readonly rest: string } {
  const { root } = parse(folder);
  const parts = folder.slice(root.length).split(sep);
  let base = root;
  while (parts.length > 1 && isFolder(base + parts[0])) base += `${parts.shift()}${sep}`;
  return { base, rest: parts.join('/') };
}
