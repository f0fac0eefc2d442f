import { sizeText } from '../../text/size.ts';
import type { Duplicate, FileGroup, StaticReport } from '../../types.ts';
import type { Palette } from './palette.ts';
import { budgetText } from './report.ts';
import { visible } from './visible.ts';

export interface StaticReportTextOptions {
  readonly palette: Palette;
  readonly verbosity: number;
  /** The page that was written, as it was named; `undefined` for none. */
  readonly page: string | undefined;
}

/** Lines that each part shows, unless -v 2 asks for all. */
const MOST_LINES = 10;

/** Text of `collectstatic report`: totals, then each part, the largest first. */
export function staticReportText(report: StaticReport, options: StaticReportTextOptions): string {
  const { verbosity, palette, page } = options;
  if (verbosity < 1) return '';
  const { files, conflicts, shipped, duplicates, usage, leftovers, budgets, comparison, requests } = report;
  const part = (title: string, lines: readonly string[]): readonly string[] => {
    const shown = verbosity >= 2 ? lines : lines.slice(0, MOST_LINES);
    const rest = lines.length - shown.length;
    const more = rest > 0 ? [palette.faint(`  and ${rest} more (-v 2)`)] : [];
    return lines.length === 0
      ? []
      : ['', palette.strong(title), ...shown.map((line) => `  ${line}`), ...more];
  };
  return [
    totalText(report),
    ...part('By source', ownerLines(report)),
    ...part(
      'Biggest',
      bySize(files).map(({ path, size }) => sized(size, path)),
    ),
    ...part(
      'Changed',
      (comparison?.changes ?? []).map(({ path, before, size }) =>
        sized(
          (size ?? 0) - (before ?? 0),
          `${path}${before === null ? ' (new)' : size === null ? ' (gone)' : ''}`,
          true,
        ),
      ),
    ),
    ...part(
      'Conflicts',
      conflicts.map(
        ({ path, winner, losers }) =>
          `${visible(path)}: ${visible(winner.location.name)} before ${losers.map(({ location }) => visible(location.name)).join(', ')}`,
      ),
    ),
    ...part('Shipped, but only for developers', shipped.map(groupText)),
    ...part('The same bytes', duplicates.map(duplicateText)),
    ...part(
      `Of the project's own files ${usage.used} are used, ${usage.named} only named, ${count(usage.unreferenced)} unreferenced`,
      usage.unreferenced.map(groupText),
    ),
    ...part(
      requests === undefined
        ? ''
        : `Nobody asked for ${count(requests.unasked)} files in ${requests.static} requests of ${visible(requests.log)}`,
      requestLines(report),
    ),
    ...part(
      'Left in STATIC_ROOT',
      [leftovers.retired, leftovers.foreign].filter(({ paths }) => paths.length > 0).map(groupText),
    ),
    ...part('Budgets', budgets.map(budgetText)),
    ...(page === undefined ? [] : ['', `Page written to ${visible(page)}`]),
    '',
  ].join('\n');
}

function totalText({ files, comparison }: StaticReport): string {
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
  const raw = sum(files.map(({ size }) => size));
  const has = (measure: 'gzip' | 'brotli'): boolean => files.some((file) => file[measure] !== null);
  const by = (measure: 'gzip' | 'brotli'): string =>
    has(measure) ? `, ${sizeText(sum(files.map((file) => file[measure] ?? file.size)))} by ${measure}` : '';
  const was =
    comparison === undefined ? '' : `; it was ${sizeText(comparison.before)} in ${visible(comparison.label)}`;
  const count = files.length === 1 ? '1 file' : `${files.length} files`;
  return `${count}, ${sizeText(raw)}${by('gzip')}${by('brotli')}${was}`;
}

function ownerLines({ files, owners }: StaticReport): readonly string[] {
  const sizes = owners.map(({ name }) => ({ path: name, size: 0, files: 0 }));
  for (const { owner, size } of files) {
    const own = sizes[owner];
    if (own === undefined) continue;
    own.size += size;
    own.files++;
  }
  return bySize(sizes).map((own) => sized(own.size, `${own.path} (${own.files})`));
}

function requestLines({ requests }: StaticReport): readonly string[] {
  if (requests === undefined) return [];
  const { unasked, unread, from, to, static: count } = requests;
  const notes = [
    ...(from === null ? [] : [`from ${visible(from)} to ${visible(to ?? from)}`]),
    ...(unread > 0 ? [`${unread} lines are no requests`] : []),
    ...(count === 0 ? ['no request is below STATIC_URL: another server or a CDN has them'] : []),
  ];
  return [...notes, ...unasked.map(groupText)];
}

function bySize<Sized extends { readonly size: number }>(files: readonly Sized[]): readonly Sized[] {
  return [...files].sort((a, b) => b.size - a.size);
}

function groupText({ name, size, paths }: FileGroup): string {
  const [first = ''] = paths;
  const example =
    paths.length === 1 ? first : `${paths.length} files, ${first.slice(first.lastIndexOf('/') + 1)} ...`;
  return sized(size, paths.length === 1 && first.startsWith(name) ? first : `${name}: ${example}`);
}

function duplicateText({ size, paths }: Duplicate): string {
  return sized(size * (paths.length - 1), paths.join(' = '));
}

function count(groups: readonly FileGroup[]): number {
  return groups.reduce((total, { paths }) => total + paths.length, 0);
}

function sized(bytes: number, text: string, isChange = false): string {
  const sign = bytes < 0 ? '-' : isChange ? '+' : '';
  return `${`${sign}${sizeText(Math.abs(bytes))}`.padStart(8)}  ${visible(text)}`;
}
