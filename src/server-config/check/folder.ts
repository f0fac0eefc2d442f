import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isWithin } from '../../path.ts';
import { originalOf } from '../../serving/index.ts';
import type { Problem } from '../../types.ts';
import { findUser, may, type User } from './user.ts';

/**
 * Finds what keeps a server from reading STATIC_ROOT, without asking one: modes of folders and files for its user, variants
 * that fewer may read than their originals, links that lead out.
 */
export function checkFolder(
  staticRoot: string,
  names: readonly string[],
  userName: string | null,
): readonly Problem[] {
  const user = userName === null ? null : findUser(userName);
  return [
    ...(user === null ? [] : [...closedParents(staticRoot, user), ...closedFiles(staticRoot, names, user)]),
    ...closedVariants(staticRoot, names),
    ...linksOut(staticRoot),
  ];
}

/** Folders above STATIC_ROOT, of its name and of the folder it leads to. */
function parentsOf(path: string): readonly string[] {
  const parents: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    parents.unshift(folder);
    if (folder === dirname(folder)) return parents;
  }
}

function closedParents(staticRoot: string, user: User): readonly Problem[] {
  const folders = new Set([...parentsOf(staticRoot), ...parentsOf(realpathSync(staticRoot))]);
  return [...folders].flatMap((folder): readonly Problem[] => {
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats === undefined || may(user, 1, stats)) return [];
    return [
      {
        code: 'server-user-parent',
        severity: 'error',
        message: `${user.name} can't pass ${folder} (mode ${octal(stats)}): each static file would be 403`,
        at: { file: folder },
        hint: `chmod o+x ${folder}, or move STATIC_ROOT out of it.`,
      },
    ];
  });
}

/** One problem for all folders and files: they have one cause mostly. */
function closedFiles(staticRoot: string, names: readonly string[], user: User): readonly Problem[] {
  const closed: string[] = [];
  const folders = new Set([staticRoot, ...names.map((name) => dirname(join(staticRoot, name)))]);
  for (const folder of folders) if (!may(user, 1, statSync(folder))) closed.push(folder);
  for (const name of names) {
    const file = join(staticRoot, name);
    if (!may(user, 4, statSync(file))) closed.push(file);
  }
  const [first] = closed;
  if (first === undefined) return [];
  return [
    {
      code: 'server-user-files',
      severity: 'error',
      message: `${user.name} can't read ${closed.length === 1 ? first : `${closed.length} files and folders, ${first} first`}`,
      at: { file: first },
      hint: `Set FILE_UPLOAD_PERMISSIONS = 0o644 and FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755 and collect again; or chmod -R o+rX ${staticRoot}.`,
    },
  ];
}

function closedVariants(staticRoot: string, names: readonly string[]): readonly Problem[] {
  const there = new Set(names);
  const closed = names.filter((name) => {
    const original = originalOf(name, (other) => there.has(other));
    if (original === null) return false;
    const readers = (path: string): number => statSync(join(staticRoot, path)).mode & 0o444;
    return (readers(original.path) & ~readers(name)) !== 0;
  });
  const [first] = closed;
  if (first === undefined) return [];
  const words = closed.length === 1 ? first : `${first} and ${closed.length - 1} more`;
  return [
    {
      code: 'server-variant-mode',
      severity: 'error',
      message: `Compressed files may be read by fewer users than their originals, so servers pass them over: ${words}`,
      at: { file: join(staticRoot, first) },
      hint: 'Give them the mode of their originals, or delete them and collect again.',
    },
  ];
}

function linksOut(staticRoot: string): readonly Problem[] {
  const real = realpathSync(staticRoot);
  const links = linksBelow(real).filter((file) => !leadsWithin(file, real));
  const [first] = links;
  if (first === undefined) return [];
  const words = links.length === 1 ? first : `${links.length} of them, ${first} first`;
  return [
    {
      code: 'server-link-outside',
      severity: 'warning',
      message: `Links in STATIC_ROOT lead out of it: ${words}. uWSGI refuses them, and Apache those of another owner`,
      at: { file: first },
      hint: 'Collect without --link.',
    },
  ];
}

function linksBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): readonly string[] => {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) return linksBelow(file);
    return lstatSync(file).isSymbolicLink() ? [file] : [];
  });
}

/** False for a link that leads nowhere as well. */
function leadsWithin(file: string, root: string): boolean {
  try {
    return isWithin(realpathSync(file), root);
  } catch {
    return false;
  }
}

function octal({ mode }: Stats): string {
  return (mode & 0o7777).toString(8).padStart(3, '0');
}
