import type { Difference, Tree } from './tree.ts';

/** A difference between Django's STATIC_ROOT and ours that is there on purpose. */
export interface Tolerance {
  readonly name: string;
  readonly reason: string;
  readonly covers: (difference: Difference, django: Tree) => boolean;
}

/** Each as narrow as can be; what none of them covers fails the test. */
const TOLERANCES: readonly Tolerance[] = [
  {
    name: 'empty folder',
    reason: 'Django leaves the folders that --clear or a vanished file emptied; we remove them',
    covers: ({ path, expected, actual }, django) =>
      expected === 'folder' && actual === undefined && holdsNoFile(path, django),
  },
  {
    name: 'stale variant',
    reason:
      'where compressing pays no longer, WhiteNoise leaves the .gz or .br of the older file, and serves it; we remove it',
    covers: ({ path, expected, actual }, django) =>
      expected !== undefined && actual === undefined && isStale(path, expected, django),
  },
];

/** Whether a compressed variant holds other bytes than the file it stands beside. */
function isStale(path: string, what: string, tree: Tree): boolean {
  const packed = /^(?:gzipped|Brotli) (.*)$/.exec(what)?.[1];
  return packed !== undefined && packed !== tree.get(path.replace(/\.(gz|br)$/, ''));
}

function holdsNoFile(folder: string, tree: Tree): boolean {
  return [...tree].every(([path, what]) => what === 'folder' || !path.startsWith(`${folder}/`));
}

/** The differences nobody asked for. */
export function untolerated(found: readonly Difference[], django: Tree): Difference[] {
  return found.filter((difference) => !TOLERANCES.some(({ covers }) => covers(difference, django)));
}

/** The run that a summary line is about. */
export interface Occasion {
  readonly args: readonly string[];
  /** STATIC_ROOT was empty. */
  readonly first: boolean;
  /** The storage keeps hashed files only. */
  readonly hashedOnly?: boolean;
}

/**
 * A summary line as far as both have to agree on it.
 * With --clear Django deletes and copies everything; we leave alone what is right already, for the site is being served
 * meanwhile: the files that are there at the end are counted as one.
 * Django processes every style sheet and script again on every run, and counts them; we count what was made anew: only a
 * first run, which makes everything, must give the same number.
 * A compressed variant that is of other bytes than the file it stands beside goes with us, and is counted as deleted; WhiteNoise
 * leaves it to be served. The trees are compared on their own.
 * With WHITENOISE_KEEP_ONLY_HASHED_FILES Django copies every file on every run, counts it, and deletes it again; we do not
 * write what nobody wants.
 */
export function summaryFor({ args, first, hashedOnly = false }: Occasion, line: string): string {
  const kept = line.replace(/^\d+ static files? deleted, /, '');
  const processed = first ? kept : kept.replace(/, \d+ post-processed/, '');
  const counted = hashedOnly
    ? processed.replace(/^\d+ static files? \w+/, '').replace(/, \d+ unmodified/, '')
    : processed;
  if (!args.includes('--clear') && !args.includes('-c')) return counted;
  const collected = /(\d+) static files? (copied|symlinked) to ('.*')(?:, (\d+) unmodified)?/.exec(counted);
  if (collected === null) return counted;
  const [, fresh, action, destination, right] = collected;
  return `${Number(fresh) + Number(right ?? 0)} ${action} to ${destination}`;
}
