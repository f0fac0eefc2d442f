import { throwErrors } from '../errors.ts';
import { lookAhead, type Outlook } from '../place/index.ts';
import { type Kinds, kindsOf, type Prepared, prepare } from '../processors/index.ts';
import { type Survey, survey } from '../storages/index.ts';
import type { Asset, Settings } from '../types.ts';
import { copyEarly, type EarlyCopies, toStale } from './hashed-copies.ts';
import { comparesBytes, type Job } from './job.ts';
import { refuseTakenNames } from './manifest-companions.ts';
import { readOneByOne } from './read-source.ts';
import type { Shipped } from './shipped-variants.ts';
import { expectedPaths } from './target-paths.ts';

/** What is known before anything is staged, but for what was copied meanwhile. */
export interface Surroundings extends Survey {
  readonly prepared: Prepared | null;
  /** Files wanted under their own name. */
  readonly plain: readonly Asset[];
  readonly outlook: Outlook;
  readonly early: EarlyCopies | null;
}

/** Looks up references, and at the destination. If that is empty, another thread copies what has no references meanwhile. */
export async function lookAround(known: Job, shipped: Shipped): Promise<Surroundings> {
  const { storage, settings, options } = known;
  const kinds = fingerprints(settings) ? kindsOf(settings) : null;
  const look = async (): Promise<Omit<Surroundings, 'prepared' | 'early'>> => {
    const plain = plainAssets(known, kinds, shipped);
    const found = await survey(storage, plain, { ...options, checksum: comparesBytes(options) });
    const paths = expectedPaths(known, found.stale, kinds);
    return { ...found, plain, outlook: lookAhead(storage, { problems: found.problems, paths }, options) };
  };
  if (kinds === null || !storage.hasHelper || !storage.isEmpty()) {
    const prepared = await lookUp(known);
    return { prepared, ...(await look()), early: null };
  }
  const around = await look();
  const reading = lookUp(known);
  const early = around.outlook.isDoomed
    ? null
    : await copyEarly(known, toStale(around.stale, known.assets), kinds, reading);
  return { prepared: await reading, ...around, early };
}

async function lookUp({ assets, settings, last }: Job): Promise<Prepared | null> {
  if (!fingerprints(settings)) return null;
  refuseTakenNames(settings, assets);
  const prepared = await prepare(assets, settings, readOneByOne(), last.known);
  throwErrors(prepared.problems);
  return prepared;
}

/** Files wanted under their own name. With KEEP_ONLY_HASHED_FILES, only those whose name holds a hash already. */
function plainAssets({ assets, settings }: Job, kinds: Kinds | null, { foreign }: Shipped): readonly Asset[] {
  const keepsAll = kinds === null || !settings.storage.keepOnlyHashed;
  if (keepsAll && foreign.size === 0) return assets;
  return assets.filter(({ path }) => (keepsAll || kinds.isPrehashed(path)) && !foreign.has(path));
}

function fingerprints({ storage }: Settings): boolean {
  return storage.kind === 'manifest' || storage.kind === 'compressed-manifest';
}
