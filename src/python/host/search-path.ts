import { delimiter, dirname, join, resolve } from 'node:path';
import { fail } from '../../errors.ts';
import { sitesOf } from './environments.ts';
import { entriesOfPth } from './pth.ts';

export interface SearchPathRequest {
  /** Folders of the project itself, absolute, at least one. Virtual environments are looked for in and beside them. */
  readonly project: readonly string[];
  /** `--pythonpath`, absolute. */
  readonly pythonPath: readonly string[];
  /** `--venv`, absolute: the only virtual environment then; it must have a folder of packages. */
  readonly venv?: string | undefined;
  /**
   * PYTHONPATH, VIRTUAL_ENV, UV_PROJECT_ENVIRONMENT and CONDA_PREFIX are read from here, and before these
   * COLLECTSTATIC_SITE_PACKAGES: the folders of a Python that has Django and started this program.
   */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const VENV_NAMES = ['.venv', 'venv', 'env'];

/**
 * Where Python would look for a module, in `sys.path` order and without the standard library: `--pythonpath` (Django puts
 * it first), the project, PYTHONPATH, site-packages and what its `.pth` lines add. Besides folders there are zip files,
 * and the files of finders, as `entriesOfPth` gives them. No Python is asked. Throws `venv-not-found` for a `--venv` that
 * is none.
 */
export function pythonSearchPath(request: SearchPathRequest): readonly string[] {
  const home = request.project[0] as string;
  const fromEnvironment = foldersIn(request.env.PYTHONPATH);
  const sites = sitePackages(request);
  return [
    ...new Set([
      ...request.pythonPath,
      ...request.project,
      ...fromEnvironment.map((part) => resolve(home, part)),
      ...sites.flatMap((site) => [site, ...entriesOfPth(site)]),
    ]),
  ];
}

function foldersIn(variable: string | undefined): readonly string[] {
  return (variable ?? '').split(delimiter).filter((part) => part !== '');
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
  const { COLLECTSTATIC_SITE_PACKAGES, VIRTUAL_ENV, UV_PROJECT_ENVIRONMENT, CONDA_PREFIX } = request.env;
  const told = foldersIn(COLLECTSTATIC_SITE_PACKAGES);
  if (told.length > 0) return told;
  const home = request.project[0] as string;
  // A repository often holds `.venv` beside the folder that manage.py is in.
  const near = [...request.project, ...request.project.map((folder) => dirname(folder))];
  const beside = near.flatMap((folder) => VENV_NAMES.map((name) => join(folder, name)));
  // The base environment of conda is often active everywhere, so what lies beside the project goes first.
  for (const venv of [VIRTUAL_ENV, UV_PROJECT_ENVIRONMENT, ...beside, CONDA_PREFIX]) {
    const sites = venv === undefined || venv === '' ? [] : sitesOf(resolve(home, venv));
    if (sites.length > 0) return sites;
  }
  return [];
}
