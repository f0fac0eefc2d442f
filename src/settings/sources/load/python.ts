import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fail } from '../../../errors.ts';
import { createPythonReader } from '../../../python/index.ts';
import type { PythonModule, PythonReader } from '../../../python/interpreter.ts';
import type { Problem } from '../../../types.ts';
import type { Layer } from '../../entry.ts';
import type { SettingsRequest } from '../../request.ts';
import type { SettingsSource } from '../discover.ts';
import { searchPathOf } from '../search-path.ts';
import { settingsNamespace } from './configuration.ts';
import { settingsModule } from './module-name.ts';
import { namespaceLayers } from './namespace.ts';
import { readText } from './text.ts';

/** A settings module that was read, and the interpreter that read it. */
export interface PythonSettings {
  /** The COLLECTSTATIC dict, then the module itself. */
  readonly layers: readonly Layer[];
  readonly python: PythonReader;
  readonly module: PythonModule;
  /** The folders its imports start from, absolute. */
  readonly project: readonly string[];
}

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

/**
 * Reads a settings module (or file) as Python would import it, without running Python. Throws `settings-not-found`
 * where it is not there, and what the evaluator throws for a file it can't read at all. `extendedBy`: folders of config files
 * that extend it, where modules may lie too. Problems of the COLLECTSTATIC dict go to `problems`.
 */
export async function loadPython(
  source: SettingsSource,
  request: SettingsRequest,
  extendedBy: readonly string[],
  problems: Problem[],
): Promise<PythonSettings> {
  if (source.kind === 'file') readText(source.file);
  const { name, project } = settingsModule(source, extendedBy, request.cwd);
  const searchPath = searchPathOf(request, project);
  // Django leaves the name in the environment, and settings that are split by it look there.
  const env = { ...request.env, DJANGO_SETTINGS_MODULE: name };
  const python = startPython({ ...request, env }, searchPath);
  const module = await (source.kind === 'module'
    ? importNamed(python, name)
    : importFile(python, source.file, name));
  const namespace = await settingsNamespace(python, module, request.env.DJANGO_CONFIGURATION);
  const layers = namespaceLayers(namespace, request.cwd, problems);
  return { layers, python, module, project };
}

async function importNamed(python: PythonReader, name: string): Promise<PythonModule> {
  if (python.findModule(name)?.file == null) {
    throw fail({
      code: 'settings-not-found',
      message: `There is no settings module '${name}'`,
      hint: `Looked in ${python.searchPath.join(', ')}. --pythonpath adds a folder.`,
    });
  }
  return python.importModule(name);
}

/** A file is imported under its dotted name where that leads to it, so that its relative imports work. */
async function importFile(python: PythonReader, file: string, name: string): Promise<PythonModule> {
  const found = python.findModule(name)?.file;
  return found === file ? python.importModule(name) : python.runFile(file, name);
}
