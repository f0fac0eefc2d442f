import { hashedName, hashIsInFolder } from '../../hashed-name.ts';
import type { AssetPath, CopyJob, CopyJobs } from '../../types.ts';
import { hashFitSource } from '../sources.ts';

/** Returns the paths that jobs copy to, with a stand-in for a hash that is not known yet: in the folder it will be in. */
export function* targetsOf(jobs: CopyJobs): Generator<AssetPath> {
  for (let index = 0; index < jobs.length; index++) {
    const job = jobs.at(index) as CopyJob;
    const { to, hashed } = job;
    if (to !== null) yield to;
    if (hashed === null) continue;
    // Its folder is another one where Django decodes a percent sign; mostly the same whatever the hash.
    yield hashedName(hashed, hashIsInFolder(hashed) ? hashFitSource(job) : '0');
  }
}
