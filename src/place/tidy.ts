import { KEPT_RELEASES } from '../retention.ts';
import type { RootedSettings } from '../static-root.ts';
import { trimReleases } from '../storages/index.ts';
import type { Outcome, Report, Storage } from '../types.ts';

/** Part of the options of a run: what it does once all is in place. */
export interface TidyOptions {
  readonly dryRun?: boolean;
  readonly dedupe?: boolean;
  readonly swap?: boolean;
  readonly keep?: number;
  readonly signal?: AbortSignal;
}

/** Lets files share their bytes, and removes old releases, as far as the options ask for it. */
export async function tidy(
  storage: Storage,
  outcomes: readonly Outcome[],
  { staticRoot }: RootedSettings,
  options: TidyOptions,
): Promise<Pick<Report, 'savedBytes'>> {
  const { dryRun, dedupe, swap, keep = KEPT_RELEASES } = options;
  if (dryRun) return {};
  const savedBytes = dedupe ? await share(storage, outcomes, options) : undefined;
  if (swap) await trimReleases(staticRoot, keep);
  return savedBytes === undefined ? {} : { savedBytes };
}

/** Lets files of equal bytes share them; not the manifest, which is new with every release. */
function share(storage: Storage, outcomes: readonly Outcome[], { signal }: TidyOptions): Promise<number> {
  const standing = outcomes.filter(({ action, why }) => action !== 'deleted' && why !== 'manifest');
  return storage.share(
    standing.map(({ path }) => path),
    signal,
  );
}
