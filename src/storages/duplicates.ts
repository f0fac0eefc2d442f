import { createHash } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { errnoOf } from '../errors.ts';
import { hashedName } from '../hashed-name.ts';
import type { CopyJob, CopyResult } from '../types.ts';
import { NO_LINKS } from './clone.ts';

/**
 * Makes staged copies with the same bytes one file with several names. Safe because no file of a destination is ever
 * written in place. Such files also have one time; `Entry.shared` tells. Returns the results with the bytes saved.
 */
export function shareDuplicates(
  tree: string,
  jobs: readonly CopyJob[],
  results: readonly CopyResult[],
): readonly CopyResult[] {
  const saved = results.map((result) => result.saved);
  for (const same of sameSizes(jobs)) {
    const firsts = new Map<string, string>();
    for (const index of same) {
      const job = jobs[index] as CopyJob;
      const [target, ...others] = targetsOf(tree, job, (results[index] as CopyResult).hash);
      if (target === undefined) continue;
      const digest = createHash('sha256').update(readFileSync(target)).digest('hex');
      const first = firsts.get(digest);
      if (first === undefined) firsts.set(digest, target);
      else if ([target, ...others].every((path) => shareWith(first, path)))
        saved[index] = job.size * (1 + others.length);
    }
  }
  return results.map((result, index) => ({ ...result, saved: saved[index] as number }));
}

/** Of the jobs that are not alone with their size, the indices. */
function sameSizes(jobs: readonly CopyJob[]): Iterable<readonly number[]> {
  const bySize = new Map<number, number[]>();
  for (const [index, { size }] of jobs.entries()) {
    const same = bySize.get(size);
    if (same !== undefined) same.push(index);
    else if (size > 0) bySize.set(size, [index]);
  }
  return [...bySize.values()].filter(({ length }) => length > 1);
}

function targetsOf(tree: string, { to, hashed }: CopyJob, hash: string | null): readonly string[] {
  const paths = to === null ? [] : [`${tree}/${to}`];
  return hashed === null || hash === null ? paths : [...paths, `${tree}/${hashedName(hashed, hash)}`];
}

/** `false` where the file system gives no further name. */
function shareWith(first: string, path: string): boolean {
  const part = `${path}.part`;
  try {
    linkSync(first, part);
  } catch (error) {
    if (!NO_LINKS.has(errnoOf(error) ?? '')) throw error;
    return false;
  }
  renameSync(part, path);
  // Where both were one file already, renaming does nothing.
  rmSync(part, { force: true });
  return true;
}
