import { sizeText } from '../../text/size.ts';
import type { Conflict, Location, Source } from '../../types.ts';
import type { Palette } from './palette.ts';
import { visible } from './visible.ts';

/** Names the location that offers a file, in the words of the settings: `app shop`, `STATICFILES_DIRS assets`. */
export function offeredBy(location: Location): string {
  switch (location.finder) {
    case 'apps':
      return `app ${visible(location.name)}`;
    case 'directories':
      // An absolute folder would be named twice: the path beside it begins with it.
      return location.name === location.root
        ? 'STATICFILES_DIRS'
        : `STATICFILES_DIRS ${visible(location.name)}`;
    case 'media':
      return 'MEDIA_ROOT';
    case 'npm':
      return 'node_modules';
  }
}

const CONFLICT_WORDS: Readonly<Record<Conflict['kind'], string>> = {
  'same-path': 'is offered more than once; the first is collected',
  'case-only': 'differs from another path only in letter case; both are collected',
  'unicode-only': 'differs from another path only in its Unicode form; both are collected',
  'file-is-directory': 'is a file in one place and a folder in another; the first is collected',
};

const FOLDED_WORDS =
  'differs from another path only in a way this disk does not tell apart; the first is collected';

/**
 * Words a conflict with both sides in full:
 *
 *     conflict: css/site.css is offered more than once; the first is collected
 *       winner  /srv/app/assets/css/site.css  (STATICFILES_DIRS assets, 1.2 kB)
 *       loser   /srv/app/shop/static/css/site.css  (app shop, 1.3 kB, different)
 */
export function conflictText(conflict: Conflict, palette: Palette, columns: number): string {
  const settled = conflict.settledBy === undefined ? '' : ` (settled by ${visible(conflict.settledBy)})`;
  const label = settled === '' ? palette.warning('conflict:') : palette.faint('conflict:');
  // With a rule, the first need not be the one that is collected.
  const isRuled = settled !== '' && conflict.kind === 'same-path';
  const words = conflict.folded ? FOLDED_WORDS : CONFLICT_WORDS[conflict.kind];
  const what = isRuled ? 'is offered more than once' : words;
  const head = `${label} ${palette.strong(visible(disputedPath(conflict)))} ${what}${settled}`;
  const [win, lose] = isBothKept(conflict) ? ['first ', 'also  '] : ['winner', 'loser '];
  const compared = conflict.identical ? 'identical' : 'different';
  return [
    head,
    sideText(win, conflict.winner, [], palette, columns),
    ...conflict.losers.map((loser) => sideText(lose, loser, [compared], palette, columns)),
  ].join('\n');
}

/** The path in dispute. If a folder wins over a file, that is the loser's path: the winner is a file below it. */
function disputedPath({ kind, path, losers }: Conflict): string {
  if (kind !== 'file-is-directory') return path;
  return losers.find((loser) => path.startsWith(`${loser.path}/`))?.path ?? path;
}

function isBothKept(conflict: Conflict): boolean {
  return !conflict.folded && (conflict.kind === 'case-only' || conflict.kind === 'unicode-only');
}

function sideText(
  label: string,
  source: Source,
  more: readonly string[],
  palette: Palette,
  columns: number,
): string {
  const facts = `(${[offeredBy(source.location), sizeText(source.size), ...more].join(', ')})`;
  const line = `  ${label}  ${visible(source.file)}`;
  const gap = line.length + 2 + facts.length > columns ? `\n${' '.repeat(10)}` : '  ';
  return `${line}${gap}${palette.faint(facts)}`;
}
