import { replaceLedger } from './claim/hold.ts';
import type { Claimant } from './intent.ts';
import type { PurgeNote } from './remote/ledger.ts';
import { readLedger } from './remote/read-remote.ts';

/**
 * Writes into the ledger whether CDNs are still to be told of what `note` names. Where another publisher has come between, or is
 * at work, its ledger is left alone: it says that what is owed stays so, and CDNs are told twice.
 */
export async function notePurge(claimant: Claimant, note: PurgeNote, owed: boolean): Promise<void> {
  const { bucket, destination, clock, id } = claimant;
  const { ledger, tag } = await readLedger(bucket, destination.prefix);
  const { purge, claim } = ledger;
  if (purge?.id !== note.id || purge.owed === owed || claim !== null) return;
  await replaceLedger({
    bucket,
    prefix: destination.prefix,
    traits: destination.traits,
    tag,
    ledger: { ...ledger, purge: { ...purge, owed } },
    claim: { id, release: ledger.release, files: new Map(), changed: [], owed: false },
    clock,
  });
}
