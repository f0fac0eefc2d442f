import { readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { type App, findApps } from '../../finders/index.ts';
import { realPath } from '../../folders.ts';
import type { Settings, TemplateEngine } from '../../types.ts';

/** The templates of a project as they were at one moment. */
export interface Templates {
  readonly folders: ReadonlySet<string>;
  /** Each file, with what tells that it was written to. */
  readonly files: ReadonlyMap<string, string>;
}

/** Lists what the engines of TEMPLATES can find, links followed. Settings are those of a request `forCheck`. */
export async function listTemplates(settings: Settings): Promise<Templates> {
  const { apps } = await findApps(settings);
  const folders = new Set<string>();
  const files = new Map<string, string>();
  const seen = new Set<string>();
  const waiting = templateRoots(settings.check?.engines ?? [], apps);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const entries = entriesOf(next);
    const real = realPath(next);
    if (entries === null || entries.includes('pyvenv.cfg') || seen.has(real)) continue;
    seen.add(real);
    folders.add(next);
    for (const name of entries) {
      if (name.startsWith('.') || name === 'node_modules') continue;
      const path = join(next, name);
      const stats = statsOf(path);
      if (stats?.isDirectory()) waiting.push(path);
      else if (stats?.isFile()) files.set(path, stampOf(stats));
    }
  }
  return { folders, files };
}

/** The folders in which templates are looked for, whether or not they are there. */
export function templateRoots(engines: readonly TemplateEngine[], apps: readonly App[]): string[] {
  const roots = engines.flatMap(({ searches }) =>
    searches.flatMap((search) =>
      search.kind === 'folders'
        ? search.folders
        : apps.flatMap(({ folder }) => (folder === null ? [] : join(folder, search.subfolder))),
    ),
  );
  return [...new Set(roots)].reverse();
}

/**
 * True if the application keeps templates that it has loaded, so that it has to notice a change before a page can show it:
 * runserver looks once a second, other servers start anew.
 */
export function keepsTemplates({ check, djangoVersion }: Settings): boolean {
  const [major = 0, minor = 0] = djangoVersion.split('.').map(Number);
  const isUsual = check?.debug === false || major > 4 || (major === 4 && minor >= 1);
  return (check?.engines ?? []).some(
    ({ keeps, language }) => keeps === 'always' || (keeps === 'usual' && language === 'django' && isUsual),
  );
}

/** True if a file was written to, is new or is gone. */
export function isTemplateChanged({ files }: Templates, file: string): boolean {
  const stats = statsOf(file);
  return files.get(file) !== (stats?.isFile() ? stampOf(stats) : undefined);
}

/** True if two lists hold the same files with the same contents. */
export function sameTemplates(before: Templates, now: Templates): boolean {
  return (
    before.files.size === now.files.size &&
    [...before.files].every(([file, stamp]) => now.files.get(file) === stamp)
  );
}

function stampOf({ size, mtimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ino}`;
}

function entriesOf(folder: string): readonly string[] | null {
  try {
    return readdirSync(folder);
  } catch {
    // A folder of TEMPLATES need not be there, and Django skips it too.
    return null;
  }
}

function statsOf(file: string): Stats | null {
  try {
    return statSync(file, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}
