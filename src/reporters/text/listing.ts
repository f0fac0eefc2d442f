import type { Location, Plan } from '../../types.ts';
import { shadowsOf } from '../shadows.ts';
import type { Palette } from './palette.ts';
import { offeredBy } from './sources.ts';
import { visible } from './visible.ts';

/** Characters a path may take in the first column; a longer path pushes only its own line. */
const WIDEST = 48;

/**
 * Text of `collectstatic list`, line by line: every path with the file it comes from, and below it the files it shadows.
 *
 *     css/site.css    /srv/app/assets/css/site.css
 *       shadows       /srv/app/shop/static/css/site.css  (app shop)
 */
export function* listingText(plan: Plan, palette: Palette): Generator<string, void> {
  const shadows = shadowsOf(plan);
  const longest = plan.assets.reduce((most, asset) => Math.max(most, asset.path.length), 0);
  const width = Math.min(longest, WIDEST);
  for (const { path, source } of plan.assets) {
    yield `${visible(path).padEnd(width)}  ${visible(source.file)}\n`;
    for (const { file, location } of shadows.get(path) ?? []) {
      const line = `${'  shadows'.padEnd(width)}  ${visible(file)}  (${offeredBy(location)})`;
      yield `${palette.faint(line)}\n`;
    }
  }
}

/**
 * Text of `collectstatic find`, worded as Django's findstatic: bare paths at -v 0, also the places looked in at -v 2.
 * Returns '' for a path with no files: `notFoundText` words that for stderr.
 */
export function foundText(
  path: string,
  files: readonly string[],
  options: { readonly verbosity: number; readonly locations: readonly Location[] },
): string {
  if (files.length === 0) return '';
  if (options.verbosity < 1) return `${files.join('\n')}\n`;
  const lines = [`Found '${visible(path)}' here:`, ...files.map((file) => `  ${visible(file)}`)];
  if (options.verbosity >= 2) lines.push(...lookedIn(options.locations));
  return `${lines.join('\n')}\n`;
}

/** Words `No matching file found for 'x'.`, with the places looked in at -v 2. */
export function notFoundText(
  path: string,
  nearest: string | undefined,
  options: { readonly verbosity: number; readonly locations: readonly Location[] },
): string {
  const lines = [`No matching file found for '${visible(path)}'.`];
  if (nearest !== undefined) lines.push(`Did you mean '${visible(nearest)}'?`);
  if (options.verbosity >= 2) lines.push('', ...lookedIn(options.locations));
  return `${lines.join('\n')}\n`;
}

function lookedIn(locations: readonly Location[]): string[] {
  return [
    'Looking in the following locations:',
    ...locations.map((location) => `  ${visible(location.root)}`),
  ];
}
