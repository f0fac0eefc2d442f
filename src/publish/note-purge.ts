import type { Claimant } from './intent.ts';
import { holdBucket } from './remote/hold.ts';
import type { PurgeNote } from './remote/ledger.ts';
import { readLedger } from './remote/read-remote.ts';

/**
 * Writes into the ledger whether the CDNs know what the last publish has changed: if not, the next one tells them that as well.
 * Where another publisher has come between, it is left: that one tells what it changes.
 */
export async function notePurge(claimant: Claimant, note: PurgeNote, failed: boolean): Promise<void> {
  const { bucket, destination, clock, id } = claimant;
  const state = await readLedger(bucket, destination.prefix);
  if (
    state.ledger.purge?.id !== note.id ||
    state.ledger.purge.failed === failed ||
    state.ledger.claim !== null
  )
    return;
  const hold = await holdBucket({
    bucket,
    prefix: destination.prefix,
    traits: destination.traits,
    tag: state.tag,
    ledger: state.ledger,
    claim: { id, release: state.ledger.release, files: new Map() },
    clock,
  });
  if (hold !== 'overtaken') await hold.release({ ...hold.ledger, purge: { ...note, failed } });
}
