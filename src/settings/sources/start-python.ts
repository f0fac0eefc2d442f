import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { PythonReader } from '../../python/index.ts';
import { createPythonReader } from '../../python/index.ts';
import type { SettingsRequest } from '../request.ts';

/** Starts an interpreter over these folders. Nothing is run by this. */
export function startPython(
  request: Pick<SettingsRequest, 'cwd' | 'env' | 'assumeBenign' | 'allowRead'>,
  searchPath: readonly string[],
): PythonReader {
  const { cwd, env, assumeBenign = false, allowRead = [] } = request;
  const roots = [...repositoryOf(cwd, env.HOME), ...allowRead.map((folder) => resolve(cwd, folder))];
  return createPythonReader({ searchPath, cwd, env, assumeBenign, roots });
}

/**
 * The repository the project lies in, whose other files belong to it: `../config.yml`, `../VERSION`. It is the nearest folder
 * above with a `.git`; where there is none, as in an image, the nearest one with a pyproject.toml or manage.py. Never the home
 * folder as a whole, where some keep their dot files in one, nor the root.
 */
function repositoryOf(cwd: string, home: string | undefined): readonly string[] {
  const above: string[] = [];
  for (let folder = cwd; folder !== dirname(folder) && folder !== home; folder = dirname(folder))
    above.push(folder);
  const holds = (folder: string, names: readonly string[]): boolean =>
    names.some((name) => existsSync(join(folder, name)));
  const found =
    above.find((folder) => holds(folder, ['.git'])) ??
    above.slice(1).find((folder) => holds(folder, ['pyproject.toml', 'manage.py']));
  return found === undefined ? [] : [found];
}
