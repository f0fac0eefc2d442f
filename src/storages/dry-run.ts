import type { CopyHash, CopyJob, Storage } from '../types.ts';
import { eachSource, hashSource, probeSource } from './sources.ts';

/** A rehearsal on `storage`: everything is looked at, read and checked as in a real run, nothing is written. */
export function rehearseOn(storage: Storage): Storage {
  const nothing = (): void => {};
  const nothingLater = async (): Promise<void> => {};
  return {
    ...storage,
    hasHelper: false,
    async copy(jobs, onDone, after) {
      await after;
      return eachSource(jobs, rehearse, onDone);
    },
    write: nothing,
    link: nothing,
    touch: nothing,
    displace: nothing,
    writeLedger: nothing,
    share: async () => 0,
    place: nothingLater,
    remove: nothingLater,
    discard: nothingLater,
  };
}

function rehearse(job: CopyJob): CopyHash {
  if (job.hashed !== null) return hashSource(job);
  probeSource(job);
  return null;
}
