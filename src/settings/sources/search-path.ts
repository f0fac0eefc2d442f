import { resolve } from 'node:path';
import { pythonSearchPath } from '../../python/host/search-path.ts';
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
