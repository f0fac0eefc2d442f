import { dirname } from 'node:path';
import { type App, findApps } from '../finders/index.ts';
import type { Settings } from '../types.ts';
import { findPython, findTemplates, isInstalled } from './files.ts';
import { textOf } from './reading.ts';

/** Reads the texts in which a project names static files: all templates, those of packages too, and its own Python. */
export async function projectTexts(settings: Settings): Promise<Iterable<string>> {
  const { apps } = await findApps(settings);
  const templates = findTemplates(settings.check?.engines ?? [], apps).map(({ file }) => file);
  const modules = findPython(codeFolders(settings, apps), apps).filter((file) => !isInstalled(file));
  return read([...templates, ...modules]);
}

function* read(files: readonly string[]): Generator<string> {
  for (const file of files) {
    const text = textOf(file);
    if (text !== null) yield text;
  }
}

/** Folders with the project's code: its apps, and where its settings lie. */
export function codeFolders({ origins }: Settings, apps: readonly App[]): readonly string[] {
  const settingsFiles = Object.values(origins)
    .filter(({ kind }) => kind === 'settings')
    .flatMap(({ steps }) => steps.map(({ file }) => dirname(file)));
  return [...new Set([...apps.flatMap(({ folder }) => folder ?? []), ...settingsFiles])];
}
