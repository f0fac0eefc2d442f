import { errnoOf } from '../../errors.ts';
import { readRegularFile } from '../../regular-file.ts';
import { placeLedgerFile } from '../workspace/ledger-file.ts';
import { locateWorkspace } from '../workspace/locate.ts';
import { isReleaseName, listReleases } from './names.ts';

/** Bytes; a history names as many releases as are kept. */
const HISTORY_LIMIT = 1 << 20;

/**
 * The releases in the order in which they came to be served, the one that is served last; those that were rolled back are
 * not among them. If nothing tells that order, they are served by number.
 */
export function servedHistory(root: string, current: string): readonly string[] {
  const kept = listReleases(root);
  const noted = readHistory(root)?.filter((name) => kept.includes(name));
  const before = noted ?? kept.filter((name) => Number(name) < Number(current));
  // A run that was killed right after it switched has not noted it.
  const at = before.lastIndexOf(current);
  return at === -1 ? [...before, current] : before.slice(0, at + 1);
}

/** Notes the order. Losing it costs no more than that releases are gone back by number. */
export function noteHistory(root: string, served: readonly string[]): void {
  try {
    placeLedgerFile(historyFile(root), Buffer.from(`${JSON.stringify(served)}\n`), false);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
}

function historyFile(root: string): string {
  return `${locateWorkspace(root).folder}/served.json`;
}

function readHistory(root: string): readonly string[] | undefined {
  try {
    const bytes = readRegularFile(historyFile(root), { limit: HISTORY_LIMIT, follow: false });
    const names: unknown = JSON.parse(bytes.toString('utf8'));
    return Array.isArray(names)
      ? names.filter((name) => typeof name === 'string' && isReleaseName(name))
      : undefined;
  } catch (error) {
    if (errnoOf(error) === undefined && !(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
