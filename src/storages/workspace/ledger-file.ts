import { randomBytes } from 'node:crypto';
import { chmodSync, renameSync, rmSync } from 'node:fs';
import { errnoOf } from '../../errors.ts';
import { readRegularFile } from '../../regular-file.ts';
import { refuseMode } from '../refusals.ts';
import { currentRelease, isReleaseName } from '../releases/names.ts';
import { createInPieces } from '../staged-file.ts';
import { OWN_FILE_MODE } from './folder.ts';
import { locateWorkspace } from './locate.ts';

const LEDGER_NAME = 'ledger.json';
/** Where versions before this one had it, in STATIC_ROOT itself. */
export const EARLIER_LEDGER = '.collectstatic.json';
/** Bytes. The ledger of a million files has fewer. */
const LEDGER_LIMIT = 190_000_000;

/** Where the ledger of a STATIC_ROOT stands: with `--swap` each release has its own. */
export function ledgerFile(root: string): string {
  const release = currentRelease(root);
  return release === undefined
    ? `${locateWorkspace(root).folder}/${LEDGER_NAME}`
    : releaseLedger(root, release);
}

/** Where the ledger of a release stands. */
export function releaseLedger(root: string, release: string): string {
  return `${locateWorkspace(root).folder}/ledger-${release}.json`;
}

/** The release that a file of the workspace is the ledger of. */
export function releaseOfLedger(name: string): string | undefined {
  const release = /^ledger-(\d+)\.json$/.exec(name)?.[1];
  return release !== undefined && isReleaseName(release) ? release : undefined;
}

/**
 * The bytes of the ledger; `undefined` where there is none. One that another user's run has written elsewhere, or an earlier
 * version in STATIC_ROOT, will do where the right place has none. Throws what keeps it from being read.
 */
export function readLedgerFile(root: string): Uint8Array | undefined {
  const { other } = locateWorkspace(root);
  for (const file of [ledgerFile(root), `${other}/${LEDGER_NAME}`, `${root}/${EARLIER_LEDGER}`]) {
    try {
      return readRegularFile(file, { limit: LEDGER_LIMIT, follow: false });
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')) throw error;
    }
  }
  return undefined;
}

/** Replaces a ledger in one step. Its folder is there. */
export function placeLedgerFile(file: string, pieces: Iterable<Uint8Array>, durable: boolean): void {
  const part = `${file}.${randomBytes(6).toString('hex')}`;
  createInPieces(part, pieces, { fileMode: null, durable });
  try {
    refuseMode(undefined, () => chmodSync(part, OWN_FILE_MODE));
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
