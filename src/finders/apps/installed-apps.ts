import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CollectstaticError } from '../../errors.ts';
import { type FoundModule, ModuleFinder } from '../../python/host/module-finder.ts';
import type { PythonReader } from '../../python/index.ts';
import { readWrittenText } from '../../regular-file.ts';
import type { Problem, Settings } from '../../types.ts';
import { unreadable } from '../problems.ts';
import { type AppConfig, changesNothing, classNames, plainConfigName } from './app-config.ts';
import { appWithoutStatic } from './django-apps.ts';
import { configPatchIn, patchIn } from './patches.ts';

/** An entry of INSTALLED_APPS, found. */
export interface App {
  /** What Django calls it: the package, also where the entry names an AppConfig. */
  readonly name: string;
  /** Absolute; `null` for an app of Django's that has no static files, where Django is not installed. */
  readonly folder: string | null;
  /** Patterns that its `StaticFilesConfig` says in place of Django's. */
  readonly ignorePatterns?: readonly string[];
}

/**
 * Finds the apps of INSTALLED_APPS as Django's `AppConfig.create` does, without running them: an entry is a package,
 * whose `apps.py` may hold its AppConfig, or else a class. Most are told from their text; Python is read only for
 * what is not plain. All apps that are not there are one problem: a warning with `skipMissingApps`.
 */
export async function findApps(
  settings: Settings,
): Promise<{ readonly apps: readonly App[]; readonly problems: readonly Problem[] }> {
  if (settings.locatedApps !== null) return { apps: settings.locatedApps, problems: [] };
  const apps: App[] = [];
  const problems: Problem[] = [...settingsPatches(settings)];
  const missing: string[] = [];
  const modules = new ModuleFinder(() => settings.searchPath);
  const project: Project = {
    modules,
    cwd: settings.cwd,
    python: onceOnly(settings),
  };
  for (const entry of settings.installedApps) {
    try {
      problems.push(...patchesOf(entry, project, settings));
      const app = await findApp(entry, project);
      if ('missing' in app) missing.push(app.missing);
      else apps.push(app);
    } catch (error) {
      if (!(error instanceof CollectstaticError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (missing.length > 0) problems.push(missingApps(missing, modules.unread, settings));
  return { apps, problems };
}

interface Project {
  readonly modules: ModuleFinder;
  readonly cwd: string;
  readonly python: () => Promise<PythonReader>;
}

/** What the modules that load with an app change on classes of Django's and on AppConfigs. Django itself changes nothing. */
function patchesOf(entry: string, project: Project, settings: Settings): readonly Problem[] {
  if (entry.startsWith('django.')) return [];
  const isPackage = project.modules.find(entry) !== null;
  const module = isPackage ? `${entry}.apps` : entry.slice(0, Math.max(0, entry.lastIndexOf('.')));
  const app = isPackage ? entry : module.replace(/\.[^.]*$/, '');
  return [...new Set([module, app, `${app}.models`])].flatMap((name) => {
    const found = project.modules.find(name);
    if (found?.kind === 'compiled' || found?.file == null) return [];
    const text = sourceOf(name, project) ?? '';
    return patchIn(text, found.file, settings) ?? configPatchIn(text, found.file) ?? [];
  });
}

/** What the files that gave a setting change on AppConfigs of the project. */
function settingsPatches({ origins }: Settings): readonly Problem[] {
  const files = new Set(Object.values(origins).flatMap(({ steps }) => steps.map(({ file }) => file)));
  return [...files].flatMap((file) => {
    // It has been read for its settings; if it is gone by now, there is nothing more to say of it.
    if (!file.endsWith('.py') || !existsSync(file)) return [];
    return configPatchIn(readText(file), file) ?? [];
  });
}

/** An entry that leads nowhere, as the user is to read it. */
interface Missing {
  readonly missing: string;
}

async function findApp(entry: string, project: Project): Promise<App | Missing> {
  const isPackage = project.modules.find(entry) !== null;
  const config = isPackage ? await defaultConfig(entry, project) : await namedConfig(entry, project);
  if (config === null) return { missing: entry };
  const { name } = config;
  return (
    appOf(config, project) ?? { missing: name === entry ? entry : `${entry} (its AppConfig names ${name})` }
  );
}

/** The AppConfig of a package; a package that has none is an app by itself. */
async function defaultConfig(entry: string, project: Project): Promise<AppConfig> {
  // Django's own apps are what they are called; one of them has patterns, and would be evaluated for the known.
  if (entry.startsWith('django.contrib.')) return { name: entry };
  const text = sourceOf(`${entry}.apps`, project);
  if (text === null || changesNothing(text, entry)) return { name: entry };
  const { readDefaultConfig } = await import('./read-config.ts');
  return (await readDefaultConfig(await project.python(), entry, classNames(text))) ?? { name: entry };
}

/** The AppConfig called `package.module.Class`. */
async function namedConfig(entry: string, project: Project): Promise<AppConfig | null> {
  const dot = entry.lastIndexOf('.');
  const [module, className] = [entry.slice(0, Math.max(dot, 0)), entry.slice(dot + 1)];
  const text = sourceOf(module, project);
  if (text === null) {
    const known = appWithoutStatic(entry);
    return known === null ? null : { name: known };
  }
  const name = plainConfigName(text, className);
  if (name !== null) return { name };
  const { readConfig } = await import('./read-config.ts');
  return readConfig(await project.python(), module, className);
}

/** `null` where the package that the AppConfig names is not there. */
function appOf(config: AppConfig, { modules, cwd }: Project): App | null {
  const { name, path, ignorePatterns } = config;
  const place = modules.find(name);
  const isMissing = path === undefined && place === null;
  if (isMissing && appWithoutStatic(name) === null) return null;
  const folder = path === undefined ? place && folderOf(place) : resolve(cwd, path);
  if (folder === null && !isMissing) throw new CollectstaticError([manyFolders(name, place?.folders ?? [])]);
  return ignorePatterns === undefined ? { name, folder } : { name, folder, ignorePatterns };
}

/** The folder Django takes for an app's: `null` where a namespace package has several. */
function folderOf({ file, folders }: FoundModule): string | null {
  if (folders.length === 1) return folders[0] as string;
  return file === null ? null : dirname(file);
}

/** The text of a module; `null` if it is not there. Throws `app-config-unreadable` if it is there only compiled. */
function sourceOf(dotted: string, { modules }: Project): string | null {
  const found = modules.find(dotted);
  if (found?.kind === 'compiled') throw new CollectstaticError([compiledConfig(dotted, found)]);
  const file = found?.file;
  if (file == null) return null;
  return readText(file);
}

function readText(file: string): string {
  try {
    return readWrittenText(file).replaceAll('\r\n', '\n');
  } catch (error) {
    throw new CollectstaticError([unreadable(file, 'file', error)], { cause: error });
  }
}

/** The evaluator is loaded by the first app that needs it, and never by most projects. */
function onceOnly({ searchPath, cwd }: Settings): () => Promise<PythonReader> {
  let python: Promise<PythonReader> | undefined;
  return () => {
    python ??= import('../../python/index.ts').then(({ createPythonReader }) =>
      createPythonReader({ searchPath, cwd, env: {}, lazy: true }),
    );
    return python;
  };
}

function compiledConfig(dotted: string, { file }: FoundModule): Problem {
  return {
    code: 'app-config-unreadable',
    severity: 'error',
    message: `The AppConfig in ${dotted} can't be read without running the project: the module is compiled`,
    ...(file === null ? {} : { at: { file } }),
    hint: "Let Python tell with --python PATH, or list the app's static folder in STATICFILES_DIRS.",
  };
}

function manyFolders(name: string, folders: readonly string[]): Problem {
  return {
    code: 'app-in-many-folders',
    severity: 'error',
    message: `The app ${name} is a namespace package in ${folders.length} folders: ${folders.join(', ')}`,
    hint: 'Give it an AppConfig with a "path", as Django asks for too, or an __init__.py in one of the folders.',
  };
}

/** Where an environment is searched, naming one is no news. */
function wayOut(searchPath: readonly string[], many: boolean): string {
  return searchPath.some((folder) => /[\\/](?:site|dist)-packages$/.test(folder))
    ? `Install ${many ? 'them' : 'it'} into that environment, name another one with --venv DIR`
    : 'Name the virtual environment with --venv DIR';
}

function missingApps(
  missing: readonly string[],
  unread: readonly string[],
  { searchPath, skipMissingApps, origins }: Settings,
): Problem {
  const at = origins.INSTALLED_APPS?.steps[0];
  const many = missing.length > 1;
  const found = skipMissingApps ? `${many ? 'were' : 'was'} not found and left out` : "can't be found";
  return {
    code: 'app-not-found',
    severity: skipMissingApps ? 'warning' : 'error',
    message: `${missing.length} app${many ? 's' : ''} of INSTALLED_APPS ${found}: ${missing.join(', ')}`,
    ...(at === undefined ? {} : { at }),
    cause: [`only these folders are searched: ${searchPath.join(', ')}`, ...unread].join('\n'),
    ...(skipMissingApps
      ? {}
      : {
          hint: `${wayOut(searchPath, many)}, add a folder with --pythonpath DIR, or go on with --skip-missing-apps.`,
        }),
  };
}
