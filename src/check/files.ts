import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { App } from '../finders/index.ts';
import type { TemplateEngine } from '../types.ts';

/** A template that a loader can find. */
export interface Template {
  /** The name that `{% extends %}` takes. */
  readonly name: string;
  readonly file: string;
  readonly engine: TemplateEngine;
  /** True if another file of that name is found first. */
  readonly isShadowed: boolean;
}

/** Lists the templates of every engine in the order in which its loaders ask; a file once, with the first engine that finds it. */
export function findTemplates(engines: readonly TemplateEngine[], apps: readonly App[]): readonly Template[] {
  const templates: Template[] = [];
  const files = new Set<string>();
  for (const engine of engines) {
    const names = new Set<string>();
    for (const folder of foldersOf(engine, apps)) {
      for (const file of filesBelow(folder)) {
        const name = file.slice(withSeparator(folder).length).replaceAll(sep, '/');
        const isShadowed = names.has(name);
        names.add(name);
        if (files.has(file)) continue;
        files.add(file);
        templates.push({ name, file, engine, isShadowed });
      }
    }
  }
  return templates;
}

function foldersOf(engine: TemplateEngine, apps: readonly App[]): readonly string[] {
  return engine.searches.flatMap((search) =>
    search.kind === 'folders'
      ? search.folders
      : apps.flatMap(({ folder }) => (folder === null ? [] : [join(folder, search.subfolder)])),
  );
}

/** Folders without code that a site runs. */
const NO_CODE: ReadonlySet<string> = new Set([
  ...['migrations', 'node_modules', 'static', 'templates', 'locale'],
  ...['__pycache__', 'site-packages', 'dist-packages', 'venv', 'env'],
]);
const NO_MODULE = /^(?:test_.*|.*_tests?|tests|conftest|setup)\.py$/;
/** Tests, under the names that people give their folders. */
const TESTS = /^(?:tests?|testing|test_.*|.*_tests?)$/;

/**
 * Lists the Python files of some folders, each once, without tests, migrations and what is installed below them. An app below
 * them that is none of INSTALLED_APPS is left out: its static files are not there either.
 */
export function findPython(folders: readonly string[], apps: readonly App[]): readonly string[] {
  const installed = new Set(apps.map(({ folder }) => folder));
  const enters = (name: string, path: string): boolean =>
    !NO_CODE.has(name) && !TESTS.test(name) && (installed.has(path) || !existsSync(join(path, 'apps.py')));
  const files = folders.flatMap((folder) => filesBelow(folder, enters));
  const modules = files.filter((file) => file.endsWith('.py') && !NO_MODULE.test(baseName(file)));
  return [...new Set(modules)];
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf(sep) + 1);
}

/** Files below a folder, sorted, without hidden ones; links are not followed, which may lead anywhere. None if it is not there. */
function filesBelow(
  folder: string,
  enters: (name: string, path: string) => boolean = () => true,
): readonly string[] {
  const files: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const prefix = withSeparator(next);
    for (const entry of entriesOf(next)) {
      const path = prefix + entry.name;
      if (entry.isFile()) files.push(path);
      else if (entry.isDirectory() && !entry.name.startsWith('.') && enters(entry.name, path))
        waiting.push(path);
    }
  }
  return files.sort();
}

function withSeparator(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}

function entriesOf(folder: string): readonly import('node:fs').Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder of TEMPLATES need not be there, and Django skips it too.
    return [];
  }
}

/** True for a file of an installed package, which the project can't mend. */
export function isInstalled(file: string): boolean {
  return /[\\/](?:site-packages|dist-packages|node_modules)[\\/]/.test(file);
}
