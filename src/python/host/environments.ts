import { realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isFolder, namesIn } from '../../folders.ts';
import { configOf } from './python-version.ts';

/**
 * The folders of installed packages of an environment, in the order of Python's `site`: those that venv, virtualenv, uv,
 * conda, Debian and PyPy make, of free-threaded builds too. Newer versions come first. If `pyvenv.cfg` says so, those of
 * the Python it was made from follow.
 */
export function sitesOf(environment: string): readonly string[] {
  // Most of the places that are looked at hold none, and a file that can't be read takes longer than this.
  if (!isFolder(environment)) return [];
  const config = configOf(environment);
  const shares = /^include-system-site-packages\s*=\s*true\s*$/im.test(config);
  const home = /^home\s*=\s*(.+?)\s*$/m.exec(config)?.[1];
  const base = shares && home !== undefined ? baseSites(resolve(environment, home)) : [];
  return withoutRepeats([...ownSites(environment), ...base]);
}

/** `home` is the folder of the base Python's executable; Debian keeps its own packages beside those of /usr/local. */
function baseSites(home: string): readonly string[] {
  const prefix = /[\\/](?:bin|Scripts)$/.test(home) ? dirname(home) : home;
  return [...(prefix === '/usr' ? ownSites('/usr/local') : []), ...ownSites(prefix)];
}

function ownSites(prefix: string): readonly string[] {
  const versioned = ['lib', 'lib64'].flatMap((lib) =>
    versionFolders(join(prefix, lib)).flatMap((name) => [
      join(prefix, lib, name, 'site-packages'),
      join(prefix, lib, name, 'dist-packages'),
    ]),
  );
  const others = [join('lib', 'python3', 'dist-packages'), join('Lib', 'site-packages'), 'site-packages'];
  return [...versioned, ...others.map((folder) => join(prefix, folder))].filter(isFolder);
}

/** `python3.12`, `python3.13t`, `pypy3.10`: the newest first. */
function versionFolders(lib: string): readonly string[] {
  return namesIn(lib)
    .filter((name) => /^(?:python|pypy)\d+\.\d+t?$/.test(name))
    .sort((a, b) => minorOf(b) - minorOf(a));
}

function minorOf(name: string): number {
  return Number.parseInt(name.slice(name.indexOf('.') + 1), 10);
}

/** `lib64` is often a link to `lib`; where letter case does not count, `Lib` is `lib`. */
function withoutRepeats(sites: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return sites.filter((site) => {
    const real = realpathSync.native(site);
    return !seen.has(real) && seen.add(real);
  });
}
