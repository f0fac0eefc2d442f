import { dirname } from 'node:path';
import type { App } from '../finders/index.ts';
import type { Settings } from '../types.ts';

/** Folders with the project's code: its apps, and where its settings lie. */
export function codeFolders({ origins }: Settings, apps: readonly App[]): readonly string[] {
  const settingsFiles = Object.values(origins)
    .filter(({ kind }) => kind === 'settings')
    .flatMap(({ steps }) => steps.map(({ file }) => dirname(file)));
  return [...new Set([...apps.flatMap(({ folder }) => folder ?? []), ...settingsFiles])];
}
