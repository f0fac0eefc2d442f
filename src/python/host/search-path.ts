import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fail } from '../../errors.ts';

export interface SearchPathRequest {
  /** Folders of the project itself, absolute, at least one. Virtual environments are looked for in and beside them. */
  readonly project: readonly string[];
  /** `--pythonpath`, absolute. */
  readonly pythonPath: readonly string[];
  /** `--venv`, absolute: the only virtual environment then; it must have a site-packages folder. */
  readonly venv?: string | undefined;
  /** PYTHONPATH and VIRTUAL_ENV are read from here. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const VENV_NAMES = ['.venv', 'venv', 'env'];

/**
 * The folders in which Python would look for a module, in `sys.path` order and without the standard library:
 * `--pythonpath` (Django puts it first), the project, PYTHONPATH, site-packages and what its `.pth` lines add.
 * No Python is asked. Throws `venv-not-found` for a `--venv` that is none.
 */
export function pythonSearchPath(request: SearchPathRequest): readonly string[] {
  const home = request.project[0] as string;
  const fromEnvironment = (request.env.PYTHONPATH ?? '').split(delimiter).filter((part) => part !== '');
  const sites = sitePackages(request);
  return [
    ...new Set([
      ...request.pythonPath,
      ...request.project,
      ...fromEnvironment.map((part) => resolve(home, part)),
      ...sites.flatMap((site) => [site, ...pathsOfPth(site)]),
    ]),
  ];
}

function sitePackages(request: SearchPathRequest): readonly string[] {
  if (request.venv !== undefined) {
    const sites = sitesOf(request.venv);
    if (sites.length > 0) return sites;
    throw fail({
      code: 'venv-not-found',
      message: `--venv ${request.venv} has no site-packages folder`,
      at: { file: request.venv },
      hint: 'Name the folder that holds bin/ (Scripts\\ on Windows) and lib/ of the virtual environment.',
    });
  }
  const active = request.env.VIRTUAL_ENV;
  const home = request.project[0] as string;
  // A repository often holds `.venv` beside the folder that manage.py is in.
  const near = [...request.project, ...request.project.map((folder) => dirname(folder))];
  const beside = near.flatMap((folder) => VENV_NAMES.map((name) => join(folder, name)));
  for (const venv of active ? [resolve(home, active), ...beside] : beside) {
    const sites = sitesOf(venv);
    if (sites.length > 0) return sites;
  }
  return [];
}

/** `lib/pythonX.Y/site-packages` (newest version first) and `lib64`'s, or Windows' `Lib/site-packages`. */
function sitesOf(venv: string): readonly string[] {
  const posix = ['lib', 'lib64'].flatMap((lib) =>
    pythonFolders(join(venv, lib)).map((name) => join(venv, lib, name, 'site-packages')),
  );
  const found = [...posix, join(venv, 'Lib', 'site-packages')].filter(isFolder);
  const seen = new Set<string>();
  return found.filter((site) => {
    const real = realpathSync(site);
    return !seen.has(real) && seen.add(real);
  });
}

function pythonFolders(lib: string): readonly string[] {
  return namesIn(lib)
    .filter((name) => /^python\d+\.\d+$/.test(name))
    .sort((a, b) => minor(b) - minor(a));
}

function minor(name: string): number {
  return Number(name.slice(name.indexOf('.') + 1));
}

/**
 * What the `.pth` files of a site-packages folder add, as Python's `site` reads them: sorted by name, hidden ones left
 * out, a path a line, `#` lines and `import` lines (code) passed over, only what exists.
 */
function pathsOfPth(site: string): readonly string[] {
  return namesIn(site)
    .filter((name) => name.endsWith('.pth') && !name.startsWith('.'))
    .flatMap((name) => linesOf(join(site, name)))
    .filter((line) => line !== '' && !line.startsWith('#') && !/^import[ \t]/.test(line))
    .map((line) => resolve(site, line))
    .filter((folder) => existsSync(folder));
}

/** No lines for a file that can't be read: Python's `site` passes over it too. */
function linesOf(file: string): readonly string[] {
  try {
    const text = readFileSync(file, 'utf8');
    return text
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .map((line) => line.trimEnd());
  } catch {
    return [];
  }
}

function namesIn(folder: string): readonly string[] {
  return isFolder(folder) ? readdirSync(folder).sort() : [];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
