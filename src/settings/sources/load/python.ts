import { fail } from '../../../errors.ts';
import type { PythonModule, PythonReader } from '../../../python/index.ts';
import type { Problem } from '../../../types.ts';
import type { Layer } from '../../entry.ts';
import type { SettingsRequest } from '../../request.ts';
import type { SettingsSource } from '../discovery.ts';
import type { StartProgram } from '../manage-py.ts';
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

/**
 * Reads a settings module (or file) as Python would import it, without running Python. Throws `settings-not-found`
 * where it is not there, and what the evaluator throws for a file it can't read at all. `extendedBy`: folders of config files
 * that extend it, where modules may lie too. Problems of the COLLECTSTATIC dict go to `problems`.
 */
export async function loadPython(
  source: SettingsSource,
  { request, startProgram }: { readonly request: SettingsRequest; readonly startProgram: StartProgram },
  extendedBy: readonly string[],
  problems: Problem[],
): Promise<PythonSettings> {
  if (source.kind === 'file') readText(source.file);
  const { name, project } = settingsModule(source, extendedBy, request.cwd);
  const { python } = await startProgram(project);
  // Django leaves the name in the environment, and settings that are split by it look there.
  await python.setVariable('DJANGO_SETTINGS_MODULE', name);
  const module = await (source.kind === 'module'
    ? importNamed(python, name)
    : importFile(python, source.file, name));
  const configuration = python.variable('DJANGO_CONFIGURATION');
  const named = typeof configuration === 'string' ? configuration : undefined;
  const namespace = await settingsNamespace(python, module, named);
  const layers = namespaceLayers(namespace, python.cwd, problems);
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
