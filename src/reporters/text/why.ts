import { sizeText } from '../../text/size.ts';
import type { Conflict, Explanation } from '../../types.ts';
import type { Palette } from './palette.ts';
import { offeredBy } from './sources.ts';
import { visible } from './visible.ts';

/**
 * Text of `collectstatic why`:
 *
 *     css/site.55e7cbb9ba48.css
 *       hashed     from css/site.css
 *       source     /srv/shop/assets/css/site.css  (STATICFILES_DIRS, 233 B)
 *       wins over  /srv/shop/basket/static/css/site.css  (app basket)
 *       since      release 3
 */
export function explanationText(explained: Explanation, palette: Palette): string {
  const { path, exists, owned, source, conflict, servedAs, asset } = explained;
  const lines = [palette.strong(visible(path))];
  if (!exists) lines.push(line('missing', 'it is not in STATIC_ROOT'));
  if (owned === null && exists) lines.push(line('not ours', 'no run of collectstatic has put it there'));
  if (owned?.of !== undefined) lines.push(line(owned.why, `from ${visible(owned.of)}`));
  if (source !== null)
    lines.push(
      line('source', `${visible(source.file)}  (${offeredBy(source.location)}, ${sizeText(source.size)})`),
    );
  else if (owned !== null && owned.why !== 'manifest') lines.push(line('source', goneText(owned.from)));
  if (conflict !== null) lines.push(...conflictLines(conflict));
  if (servedAs !== null && servedAs !== path && asset !== null)
    lines.push(line('served as', visible(servedAs)));
  if (owned !== null) lines.push(line('since', `release ${owned.since} of ${explained.release}`));
  if (owned?.retired !== undefined)
    lines.push(line('retired', `by release ${owned.retired.release}, ${visible(owned.retired.at)}`));
  return `${lines.join('\n')}\n`;
}

function line(label: string, text: string): string {
  return `  ${label.padEnd(10)} ${text}`;
}

function goneText(from: NonNullable<Explanation['owned']>['from']): string {
  const who = from?.app ? ` (it was the app ${visible(from.app)})` : '';
  return `nothing offers it any more${who}`;
}

function conflictLines(conflict: Conflict): string[] {
  const losers = conflict.losers.map((loser) =>
    line('wins over', `${visible(loser.file)}  (${offeredBy(loser.location)})`),
  );
  return conflict.settledBy === undefined ? losers : [...losers, line('by', visible(conflict.settledBy))];
}
