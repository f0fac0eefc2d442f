import type { CopyJob, CopyResult, Storage } from '../types.ts';
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

function rehearse(job: CopyJob): CopyResult {
  if (job.hashed !== null) return { hash: hashSource(job) };
  probeSource(job);
  return { hash: null };
}
