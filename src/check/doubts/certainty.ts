import { existsSync } from 'node:fs';
import type { Plan, Position, Problem, Settings, Severity } from '../../types.ts';
import type { Site } from '../site.ts';
import { findIgnored } from './git-ignored.ts';

/** Why a missing file may not be missing after all. */
export interface Doubt {
  readonly severity: Severity;
  readonly words: string;
  /** If there is one, all findings of the same group are told as one. */
  readonly group?: string;
  /** The folder of STATICFILES_DIRS that is not there, and where the settings name it. */
  readonly root?: { readonly folder: string; readonly at: Position | undefined };
}

/** Finds a reason to doubt that a path is missing; `null` if it certainly is. */
export type DoubtOf = (path: string) => Doubt | null;

/** Extensions of the sources from which a file may be built. */
const SOURCES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.css$/, ['.scss', '.sass', '.less', '.styl', '.pcss']],
  [/\.min\.css$/, ['.css', '.scss', '.sass', '.less']],
  [/\.m?js$/, ['.ts', '.tsx', '.jsx', '.coffee', '.mts', '.vue']],
  [/\.min\.js$/, ['.js', '.ts', '.mjs']],
];

/** Makes the function that doubts, for the project as it lies on this disk. */
export function doubts(settings: Settings, plan: Plan, site: Site): DoubtOf {
  const unbuilt = settings.staticDirs.filter(({ dir }) => !/[*?[\]{}]/.test(dir) && !existsSync(dir));
  const ignoredFile = findIgnored(settings, plan);
  const missingApps = plan.problems.find(({ code }) => code === 'app-not-found');
  const warningOf = (folder: string): Problem | undefined =>
    plan.problems.find((problem) => isWarningOf(problem, folder));
  return (path) => {
    const root = unbuilt.find(({ prefix }) => prefix === '' || path.startsWith(`${prefix}/`));
    if (root !== undefined)
      return {
        severity: 'warning',
        words: `the folder ${root.dir} of STATICFILES_DIRS does not exist`,
        group: `root ${root.dir}`,
        root: { folder: root.dir, at: warningOf(root.dir)?.at },
      };
    const source = sourceOf(path, site);
    if (source !== null) return { severity: 'warning', words: `it is perhaps built from ${source}` };
    const ignored = ignoredFile(path);
    if (ignored !== null)
      return { severity: 'warning', words: `it is perhaps built: .gitignore leaves out ${ignored}` };
    const absent = absentFolder(path, site);
    const elsewhere = { severity: 'warning', words: 'an app that was not found may offer it' } as const;
    // Apps share folders such as admin/js.
    if (absent === null) return missingApps === undefined ? null : elsewhere;
    const [top = ''] = path.split('/', 1);
    if (absent !== top) {
      const parts = absent.split('/');
      const made = parts.findIndex((part) => MADE.has(part));
      if (made === -1) return missingApps === undefined ? null : elsewhere;
      const folder = parts.slice(0, made + 1).join('/');
      const words = `no source has the folder ${absent}, as before a build or an installation`;
      return { severity: 'warning', words, group: `folder ${folder}` };
    }
    if (missingApps !== undefined) return { ...elsewhere, group: 'apps' };
    return { severity: 'warning', words: `no source has a folder ${top}`, group: `folder ${top}` };
  };
}

/** True for Django's warning that a folder of STATICFILES_DIRS is not there. */
export function isWarningOf({ code, message }: Problem, folder: string): boolean {
  return code === 'staticfiles.W004' && message.startsWith(`The folder ${folder} of `);
}

/** Folders that builds and package managers make, and repositories leave out. */
const MADE: ReadonlySet<string> = new Set([
  ...['node_modules', 'bower_components', 'components', 'dist', 'build', 'bundles', 'bundle'],
  ...['generated', 'compiled', 'lib', 'vendor', 'vendors', 'third_party'],
]);

/** The first folder of a path that no source has; `null` if all of them are there. */
function absentFolder(path: string, site: Site): string | null {
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
    const folder = path.slice(0, end);
    if (!site.isFolder(folder)) return folder;
  }
  return null;
}

/** The file from which `path` may be built; `null` if there is none. */
function sourceOf(path: string, site: Site): string | null {
  for (const [ending, sources] of SOURCES) {
    if (!ending.test(path)) continue;
    const found = sources.map((source) => path.replace(ending, source)).find(site.has);
    if (found !== undefined) return found;
  }
  return null;
}
