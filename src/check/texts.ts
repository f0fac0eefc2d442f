import { findApps } from '../finders/index.ts';
import type { Settings } from '../types.ts';
import { findPython, findTemplates, textOf } from './files.ts';
import { codeFolders } from './folders.ts';
import { isInstalled } from './own.ts';

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
