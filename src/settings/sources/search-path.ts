import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pythonSearchPath } from '../../python/host/search-path.ts';
import type { Problem } from '../../types.ts';
import type { SettingsRequest } from '../request.ts';

/**
 * Returns the folders in which Python would look for modules, by the options and the environment. `project`: folders of
 * the project, absolute.
 */
export function searchPathOf(request: SettingsRequest, project: readonly string[]): readonly string[] {
  const { cwd, env, pythonPath = [], venv } = request;
  return pythonSearchPath({
    project,
    pythonPath: pythonPath.map((folder) => resolve(cwd, folder)),
    venv: venv === undefined ? undefined : resolve(cwd, venv),
    env,
  });
}

/** A warning for each `--pythonpath` that can't be found. */
export function missingFolders({ cwd, pythonPath = [] }: SettingsRequest): Problem[] {
  return [...new Set(pythonPath.map((folder) => resolve(cwd, folder)))]
    .filter((folder) => !existsSync(folder))
    .map((folder) => ({
      severity: 'warning',
      code: 'python-path-missing',
      message: `The folder ${folder} of --pythonpath can't be found`,
      hint: 'Mend or remove the option: Python code is looked for without that folder.',
    }));
}
