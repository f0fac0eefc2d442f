import { existsSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { errnoOf } from '../errors.ts';
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
      for (const file of filesBelow(folder, { followsLinks: true })) {
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

/** Lists the folders that TEMPLATES names and that are not there: Django passes over them in silence. */
export function missingTemplateFolders(engines: readonly TemplateEngine[]): readonly string[] {
  const folders = engines.flatMap(({ searches }) =>
    searches.flatMap((search) => (search.kind === 'folders' ? search.folders : [])),
  );
  return [...new Set(folders)].filter((folder) => !existsSync(folder));
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
  const files = folders.flatMap((folder) => filesBelow(folder, { enters }));
  const modules = files.filter((file) => file.endsWith('.py') && !NO_MODULE.test(baseName(file)));
  return [...new Set(modules)];
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf(sep) + 1);
}

interface Walk {
  /** False for folders to pass by. */
  readonly enters?: (name: string, path: string) => boolean;
  /** Whether links count as what they lead to, each real folder once; else they are left out, since they may lead anywhere. */
  readonly followsLinks?: boolean;
}

/** Files below a folder, sorted; hidden folders are passed by. None if it is not there. */
function filesBelow(top: string, { enters = () => true, followsLinks = false }: Walk): readonly string[] {
  const files: string[] = [];
  const seen = new Set<string>();
  const waiting = [top];
  // After all others, so that a folder is known by its own name.
  const linked: string[] = [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop() ?? linked.pop()) {
    if (followsLinks) {
      const real = realPathOf(next);
      if (real === null || seen.has(real) || isAbove(real, top)) continue;
      seen.add(real);
    }
    const prefix = withSeparator(next);
    for (const entry of entriesOf(next)) {
      const path = prefix + entry.name;
      const isLink = entry.isSymbolicLink();
      const kind = isLink && followsLinks ? kindBehind(path) : entry;
      if (kind?.isFile()) files.push(path);
      else if (kind?.isDirectory() && !entry.name.startsWith('.') && enters(entry.name, path))
        (isLink ? linked : waiting).push(path);
    }
  }
  return files.sort();
}

function isAbove(folder: string, other: string): boolean {
  return other.startsWith(withSeparator(folder));
}

/** What a link leads to; `null` for nothing. */
function kindBehind(link: string): Stats | null {
  try {
    return statSync(link);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return null;
  }
}

/** The path without links; `null` if it leads nowhere. */
function realPathOf(folder: string): string | null {
  try {
    return realpathSync(folder);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return null;
  }
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
