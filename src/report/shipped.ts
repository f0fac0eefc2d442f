import type { FileGroup } from '../types.ts';
import { groupBy } from './groups.ts';

interface Sized {
  readonly path: string;
  readonly size: number;
}

/** Kinds of files that no browser asks for while a page is shown, by name. The first that fits counts. */
const KINDS: readonly (readonly [string, RegExp])[] = [
  ['source maps', /\.map$/i],
  ['type declarations', /\.d\.[mc]?ts$/i],
  ['TypeScript and JSX', /\.(?:[mc]?tsx?|jsx|vue|svelte|coffee|flow)$/i],
  ['Sass, Less and Stylus', /\.(?:scss|sass|less|styl|pcss)$/i],
  ['pictures in the format of an editor', /\.(?:psd|ai|sketch|xcf|fig|indd|eps)$/i],
  ['documentation', /\.(?:md|markdown|rst|adoc)$/i],
  [
    'licences and notes',
    /(?:^|\/)(?:un)?(?:licen[cs]e|copying|notice|authors|readme|changelog|changes|history)(?:[-_][\w-]+)?(?:\.(?:txt|md|markdown|rst))?$/i,
  ],
  ['licences and notes', /\.licen[cs]e$/i],
  [
    'configuration of tools',
    /(?:^|\/)(?:package(?:-lock)?\.json|bower\.json|composer\.json|yarn\.lock|tsconfig\.json|gruntfile\.js|gulpfile\.js|makefile|\.?eslintrc\S*|\.editorconfig|\.npmignore)$/i,
  ],
  ['backups', /(?:~|\.(?:bak|backup|orig|old|rej|swp))$/i],
];

/** The kind of a file that only developers read; `null` for one that browsers do. */
export function kindOf(path: string): string | null {
  return KINDS.find(([, pattern]) => pattern.test(path))?.[0] ?? null;
}

/** Groups what is shipped and only developers read, by kind. */
export function shippedSources(files: readonly Sized[]): readonly FileGroup[] {
  const shipped = files.filter(({ path }) => kindOf(path) !== null);
  return groupBy(shipped, ({ path }) => kindOf(path) ?? '');
}
