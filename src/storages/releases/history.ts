import { errnoOf } from '../../errors.ts';
import { readRegularFile } from '../../regular-file.ts';
import { isRecord } from '../../text/json.ts';
import { placeLedgerFile } from '../workspace/ledger-file.ts';
import { locateWorkspace } from '../workspace/locate.ts';
import { isReleaseName, listReleases, releaseAfter } from './names.ts';

/** Bytes; a history names as many releases as are kept. */
const HISTORY_LIMIT = 1 << 20;

interface History {
  /** In the order in which they came to be served. */
  readonly served: readonly string[];
  /** The last name that was given, also where that release is gone. */
  readonly last: string;
}

/**
 * The releases in the order in which they came to be served, the one that is served last; those that were rolled back are
 * not among them. If nothing tells that order, they are served by number.
 */
export function servedHistory(root: string, current: string): readonly string[] {
  const kept = listReleases(root);
  const noted = readHistory(root)?.served.filter((name) => kept.includes(name));
  const before = noted ?? kept.filter((name) => Number(name) < Number(current));
  // A run that was killed right after it switched has not noted it.
  const at = before.lastIndexOf(current);
  return at === -1 ? [...before, current] : before.slice(0, at + 1);
}

/**
 * Names the release to come. No name is given twice, not that of a release that was rolled back and is gone either: who
 * has opened that one must not find other files under its name.
 */
export function nextName(root: string): string {
  return releaseAfter(lastName(root));
}

function lastName(root: string): string | undefined {
  const names = [...listReleases(root), readHistory(root)?.last ?? ''];
  // What has no successor no run has made.
  const counted = names.filter((name) => isReleaseName(name) && isReleaseName(releaseAfter(name)));
  return counted.sort((a, b) => Number(a) - Number(b)).at(-1);
}

/** Notes the order. Losing it costs no more than that releases are gone back, and named, by those that are there. */
export function noteHistory(root: string, served: readonly string[]): void {
  const history: History = { served, last: lastName(root) ?? '' };
  try {
    placeLedgerFile(historyFile(root), [Buffer.from(`${JSON.stringify(history)}\n`)], false);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
}

function historyFile(root: string): string {
  return `${locateWorkspace(root).folder}/served.json`;
}

function readHistory(root: string): History | undefined {
  try {
    const bytes = readRegularFile(historyFile(root), { limit: HISTORY_LIMIT, follow: false });
    return toHistory(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    if (errnoOf(error) === undefined && !(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function toHistory(stored: unknown): History | undefined {
  if (!isRecord(stored)) return undefined;
  const { served, last } = stored;
  if (!Array.isArray(served) || typeof last !== 'string') return undefined;
  return { served: served.filter((name) => typeof name === 'string' && isReleaseName(name)), last };
}
