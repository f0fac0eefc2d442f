import { type StagedSite, stageSite } from '../../src/fingerprinting/index.ts';
import { NO_LEDGER } from '../../src/ledger/index.ts';
import { type PlaceOptions, type Staged, stageCopies } from '../../src/place/index.ts';
import type { AssetPath, Outcome, OwnedFile, Plan, Settings, Storage } from '../../src/types.ts';

/** What a run may be told; nothing is known to be ours unless a ledger says so. */
export type RunOptions = Partial<PlaceOptions>;

/** A whole run of a plain storage without a lock or a ledger of its own. */
export async function place(
  storage: Storage,
  plan: Plan,
  options: RunOptions = {},
): Promise<readonly Outcome[]> {
  const { outcomes } = await finish(storage, () =>
    stageCopies(storage, plan, { ledger: NO_LEDGER, ...options }),
  );
  return outcomes;
}

/** The same for one that fingerprints or compresses. */
export function processAll(storage: Storage, plan: Plan, settings: Settings): Promise<StagedSite> {
  return finish(storage, () => stageSite(storage, plan, settings, { ledger: NO_LEDGER }));
}

/** A ledger that says of these files that they are ours. */
export function owning(...paths: readonly AssetPath[]): PlaceOptions['ledger'] {
  const owned: OwnedFile = { why: 'collected', since: 1 };
  return { ...NO_LEDGER, release: 1, files: new Map(paths.map((path) => [path, owned])) };
}

async function finish<Run extends Staged>(storage: Storage, stage: () => Promise<Run>): Promise<Run> {
  try {
    const staged = await stage();
    await storage.place(staged.last, staged.outdated);
    await storage.remove(staged.surplus);
    return staged;
  } catch (error) {
    await storage.discard();
    throw error;
  }
}
