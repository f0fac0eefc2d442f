import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { SettingsSource } from '../discovery.ts';

/** The name under which Python would import a settings module, and from which folders. */
export interface SettingsModule {
  /** Dotted. */
  readonly name: string;
  /** The folders its imports start from, absolute. */
  readonly project: readonly string[];
}

/**
 * Names a settings module as Python would import it. `extendedBy`: folders of config files that extend it, where modules
 * may lie too.
 */
export function settingsModule(
  source: SettingsSource,
  extendedBy: readonly string[],
  cwd: string,
): SettingsModule {
  const home = source.kind === 'file' ? [packageRoot(source.file)] : sourceFolder(source.module, cwd);
  const project = [...new Set([...home, ...extendedBy, cwd])];
  const name = source.kind === 'module' ? source.module : moduleName(source.file, project);
  return { name, project };
}

/** `src` where the package lies there, and not beside it. */
function sourceFolder(module: string, cwd: string): readonly string[] {
  const [top = module] = module.split('.');
  const liesIn = (folder: string): boolean =>
    existsSync(join(folder, top)) || existsSync(join(folder, `${top}.py`));
  const folder = join(cwd, 'src');
  return !liesIn(cwd) && liesIn(folder) ? [folder] : [];
}

function moduleName(file: string, folders: readonly string[]): string {
  const names = folders.map((folder) => dottedName(file, folder)).filter((name) => name !== undefined);
  const below = isBare(dirname(file)) ? names.find((name) => name.includes('.')) : undefined;
  return below ?? names[0] ?? basename(file, '.py');
}

/** True for a folder that only a folder above it can make a package: a namespace package, where relative imports work. */
function isBare(folder: string): boolean {
  return !['__init__.py', 'manage.py'].some((name) => existsSync(join(folder, name)));
}

function dottedName(file: string, folder: string): string | undefined {
  const path = relative(folder, file).replace(/(?:[\\/]__init__)?\.py$/, '');
  const parts = path.split(sep);
  return parts.every((part) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(part)) ? parts.join('.') : undefined;
}

/** Returns the folder that holds the outermost package of a file. */
function packageRoot(file: string): string {
  let folder = dirname(file);
  while (existsSync(join(folder, '__init__.py')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
