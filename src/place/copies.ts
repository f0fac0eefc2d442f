import { survey } from '../storages/index.ts';
import type { Asset, CopyJob, CopyJobs, Outcome, Plan, Storage } from '../types.ts';
import { pathSet } from './obstacles.ts';
import { lookAhead, type PlaceOptions, type Staged, settle } from './outlook.ts';
import { surplusOf, withVariants } from './surplus.ts';

/**
 * The whole job of a plain storage up to the point where something would become visible: asks what is there, and stages
 * what differs. Throws everything that stands in the way before anything is written.
 */
export async function stageCopies(storage: Storage, plan: Plan, options: PlaceOptions): Promise<Staged> {
  const { assets } = plan;
  const checksum = options.checksum === true || options.clear === true;
  const { stale, mistimed, problems } = await survey(storage, assets, { ...options, checksum });
  const wanted = pathSet(() => assets.map(({ path }) => path));
  // A link stays as it is when the file it leads to changes.
  const changed = options.link ? assets : stale;
  const surplus = withVariants(surplusOf(storage, wanted, options), storage, changed, wanted, options);
  const outlook = lookAhead(storage, { problems, paths: stale.map(({ path }) => path) }, options);
  await stage(outlook.target, stale, assets.length, options);
  for (const { path, source } of mistimed) outlook.target.touch(path, source.mtimeMs);
  const outcomes = toOutcomes(assets, stale, options.link ? 'linked' : 'copied');
  return settle(storage, outlook, { outcomes, surplus }, options);
}

async function stage(
  storage: Storage,
  assets: readonly Asset[],
  total: number,
  { link, onProgress, signal }: PlaceOptions,
): Promise<void> {
  const settled = total - assets.length;
  onProgress?.(settled, total, 'collecting');
  if (link) {
    for (const { path, source } of assets) storage.link(path, source.file);
    onProgress?.(total, total, 'collecting');
    return;
  }
  const jobs: CopyJobs = { length: assets.length, at: (index) => toJob(assets[index] as Asset) };
  await storage.copy(jobs, (done) => {
    signal?.throwIfAborted();
    onProgress?.(settled + done, total, 'collecting');
  });
}

/** The copy an asset needs when it is not fingerprinted. */
export function toJob({ path, source }: Asset): CopyJob {
  return { file: source.file, size: source.size, mtimeMs: source.mtimeMs, to: path, hashed: null };
}

/** In the order of `assets`; those in `stale`, in the same order, were `done`, the others were right already. */
export function toOutcomes(
  assets: readonly Asset[],
  stale: readonly Asset[],
  done: 'copied' | 'linked',
): readonly Outcome[] {
  let next = 0;
  return assets.map((asset) => {
    const isStale = asset === stale[next];
    if (isStale) next++;
    return {
      path: asset.path,
      action: isStale ? done : 'unmodified',
      why: 'collected',
      from: asset.source.file,
    };
  });
}
