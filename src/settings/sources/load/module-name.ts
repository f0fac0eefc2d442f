import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { SettingsSource } from '../discover.ts';

/** How Python would import a settings module. */
export interface SettingsModule {
  /** Dotted. */
  readonly name: string;
  /** The folders its imports start from, absolute. */
  readonly project: readonly string[];
}

/** `extendedBy`: folders of config files that extend it, where modules may lie too. */
export function settingsModule(
  source: SettingsSource,
  extendedBy: readonly string[],
  cwd: string,
): SettingsModule {
  const home = source.kind === 'file' ? [packageRoot(source.file)] : [];
  const project = [...new Set([...home, ...extendedBy, cwd])];
  const name = source.kind === 'module' ? source.module : moduleName(source.file, project);
  return { name, project };
}

function moduleName(file: string, folders: readonly string[]): string {
  const names = folders.map((folder) => dottedName(file, folder));
  return names.find((name) => name !== undefined) ?? basename(file, '.py');
}

function dottedName(file: string, folder: string): string | undefined {
  const path = relative(folder, file).replace(/(?:[\\/]__init__)?\.py$/, '');
  const parts = path.split(sep);
  return parts.every((part) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(part)) ? parts.join('.') : undefined;
}

/** The folder that holds the outermost package the file belongs to. */
function packageRoot(file: string): string {
  let folder = dirname(file);
  while (existsSync(join(folder, '__init__.py')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
