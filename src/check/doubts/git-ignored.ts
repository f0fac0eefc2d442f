import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { Plan, Settings } from '../../types.ts';
import { isInstalled } from '../files.ts';
import { textOf } from '../reading.ts';

/** A folder of static files, and what stands in front of their paths. */
interface Root {
  readonly folder: string;
  readonly prefix: string;
}

/** Tells where git would ignore a file of that static path, relative to its repository; `null` if nowhere. */
export type IgnoredFile = (path: string) => string | null;

/**
 * Knows which missing files a checkout lacks because a `.gitignore` leaves them out, as what a build makes: every folder of
 * static files of the project is asked, by git's rules, those of the repository's `.gitignore` files. Reads them once asked.
 */
export function findIgnored({ staticDirs }: Settings, { assets }: Plan): IgnoredFile {
  let roots: readonly Root[] | undefined;
  const rulesOf = rulesReader();
  return (path) => {
    roots ??= rootsOf(staticDirs, assets);
    for (const { folder, prefix } of roots) {
      if (prefix !== '' && !path.startsWith(`${prefix}/`)) continue;
      const file = join(folder, prefix === '' ? path : path.slice(prefix.length + 1));
      const repository = repositoryOf(folder);
      if (repository !== null && isIgnored(file, repository, rulesOf))
        return relative(repository, file).replaceAll(sep, '/');
    }
    return null;
  };
}

function rootsOf(staticDirs: Settings['staticDirs'], assets: Plan['assets']): readonly Root[] {
  const roots = new Map<string, Root>();
  const add = (folder: string, prefix: string): void => {
    if (!isInstalled(join(folder, 'x'))) roots.set(`${folder}\0${prefix}`, { folder, prefix });
  };
  for (const { dir, prefix } of staticDirs) add(dir, prefix);
  for (const { source } of assets) add(source.location.root, source.location.prefix);
  return [...roots.values()];
}

/** The folder with `.git` that a folder lies in; `null` outside of repositories. */
function repositoryOf(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return null;
  }
}

type Rules = (folder: string) => Ignore | null;

function rulesReader(): Rules {
  const known = new Map<string, Ignore | null>();
  return (folder) => {
    let rules = known.get(folder);
    if (rules === undefined) {
      const text = textOf(join(folder, '.gitignore'));
      rules = text === null ? null : ignore().add(text);
      known.set(folder, rules);
    }
    return rules;
  };
}

/** Asks the folders from that of the file up to the repository: the innermost that has a rule for it decides. */
function isIgnored(file: string, repository: string, rulesOf: Rules): boolean {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const path = relative(folder, file).replaceAll(sep, '/');
    const answer = ignore.isPathValid(path) ? rulesOf(folder)?.test(path) : undefined;
    if (answer?.ignored) return true;
    if (answer?.unignored || folder === repository || dirname(folder) === folder) return false;
  }
}
