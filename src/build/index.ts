import { throwErrors } from '../errors.ts';
import { serialiseManifest } from '../manifest.ts';
import { type PlaceOptions, type Surplus, surplusOf, toOutcomes } from '../place.ts';
import { NOTHING_KNOWN, type Prepared, prepare } from '../processors/index.ts';
import { survey } from '../storages/index.ts';
import type { Asset, AssetPath, Outcome, Plan, Problem, Settings, Storage } from '../types.ts';
import { copyAndHash } from './copies.ts';
import { isSameMemory, type Memory, recallMemory, storeMemory } from './memory.ts';
import { readSource } from './read-source.ts';
import { type Named, rewriteAll } from './rewrite.ts';
import { comparesBytes, type Run } from './run.ts';
import { servedFiles } from './served.ts';
import { makeVariants, NO_VARIANTS, type Variants } from './variants.ts';

export interface Built {
  readonly outcomes: readonly Outcome[];
  /** Warnings: references that lead nowhere, files that could not be read as text. */
  readonly problems: readonly Problem[];
}

/**
 * The job of the storages that fingerprint or compress. References are looked up first; then each file is read once for
 * its hash and its copies; files with references follow in dependency order; then variants; then the manifest. Nothing
 * is visible before all of it is staged. Throws every missing reference at once, before anything is written.
 * `remembered` is what `onStaged` was told by the last run, as it came out of the ledger.
 */
export async function build(
  storage: Storage,
  plan: Plan,
  settings: Settings,
  options: PlaceOptions,
  remembered: unknown,
): Promise<Built> {
  const run: Run = { storage, assets: plan.assets, settings, options, last: recallMemory(remembered) };
  const prepared = await lookUp(run);
  const plain = plainAssets(run, prepared);
  const found = await survey(storage, plain, { ...options, checksum: comparesBytes(options) });
  const stale = new Set(found.stale);
  try {
    const copies = await copyAndHash(run, stale, prepared);
    for (const { path, source } of found.mistimed) storage.touch(path, source.mtimeMs);
    const named = prepared && (await rewriteAll(run, prepared, copies, compresses(settings)));
    const variants = compresses(settings) ? await addVariants(run, plain, stale, named) : null;
    const manifest = named === null ? [] : stageManifest(run, named);
    const surplus = surplusFiles(run, plain, named, variants);
    const outcomes: readonly Outcome[] = [
      ...toOutcomes(plain, stale, options.link ? 'linked' : 'copied'),
      ...hashedOutcomes(named),
      ...(variants?.outcomes ?? []),
      ...manifestOutcome(run, named, manifest),
      ...surplus.files.map((path): Outcome => ({ path, action: 'deleted', why: 'collected' })),
    ];
    const first = options.onStaged?.(outcomes, memoryOf(run, named, variants)) ?? [];
    options.signal?.throwIfAborted();
    await storage.place(manifest, first);
    await storage.remove(surplus.all);
    return { outcomes, problems: prepared?.problems ?? [] };
  } catch (error) {
    await storage.discard();
    throw error;
  }
}

/** `undefined`: what the ledger says holds. */
function memoryOf({ last }: Run, named: Named | null, variants: Variants | null): unknown {
  const memory: Memory = {
    known: named?.known ?? NOTHING_KNOWN,
    rewritten: named?.rewritten ?? new Map(),
    variants: variants?.known ?? NO_VARIANTS,
  };
  return isSameMemory(memory, last) ? undefined : storeMemory(memory);
}

function fingerprints({ storage }: Settings): boolean {
  return storage.kind === 'manifest' || storage.kind === 'compressed-manifest';
}

function compresses({ storage }: Settings): boolean {
  return storage.kind === 'compressed' || storage.kind === 'compressed-manifest';
}

async function lookUp({ assets, settings, last }: Run): Promise<Prepared | null> {
  if (!fingerprints(settings)) return null;
  const prepared = await prepare(assets, settings, readSource, last.known);
  throwErrors(prepared.problems);
  return prepared;
}

/** The files that are wanted under their own name. WHITENOISE_KEEP_ONLY_HASHED_FILES leaves those that hold a hash already. */
function plainAssets({ assets, settings }: Run, prepared: Prepared | null): readonly Asset[] {
  if (prepared === null || !settings.storage.keepOnlyHashed) return assets;
  return assets.filter(({ path }) => prepared.prehashed.has(path));
}

function addVariants(
  run: Run,
  plain: readonly Asset[],
  stale: ReadonlySet<Asset>,
  named: Named | null,
): Promise<Variants> {
  const shipped = new Set(run.assets.map(({ path }) => path));
  const served = servedFiles(run, plain, stale, named);
  return makeVariants(
    run.storage,
    served,
    shipped,
    run.settings.storage,
    run.last.variants,
    run.options.signal,
  );
}

function manifestPath({ settings }: Run): AssetPath {
  return settings.storage.manifestName as AssetPath;
}

/** Returns what was staged: a manifest that says the same already is not written again. */
function stageManifest(run: Run, named: Named): readonly AssetPath[] {
  const path = manifestPath(run);
  const bytes = Buffer.from(serialiseManifest(named.hashedNames, run.settings.djangoVersion));
  const entry = run.storage.stat(path);
  const same = entry?.kind === 'file' && entry.size === bytes.length && bytes.equals(run.storage.read(path));
  if (same) return [];
  run.storage.write(path, bytes);
  return [path];
}

function hashedOutcomes(named: Named | null): readonly Outcome[] {
  if (named === null) return [];
  return [...named.hashedNames]
    .filter(([path, name]) => path !== name)
    .map(([of, path]) => ({
      path,
      of,
      action: named.fresh.has(path) ? 'processed' : 'unmodified',
      why: 'hashed',
    }));
}

function manifestOutcome(run: Run, named: Named | null, staged: readonly AssetPath[]): readonly Outcome[] {
  if (named === null) return [];
  const action = staged.length > 0 ? 'processed' : 'unmodified';
  return [{ path: manifestPath(run), action, why: 'manifest' }];
}

/** What has to go once the new files are in place. */
function surplusFiles(
  run: Run,
  plain: readonly Asset[],
  named: Named | null,
  variants: Variants | null,
): Surplus {
  const { storage, assets, options } = run;
  const own = new Set(plain.map(({ path }) => path));
  const wanted = [...own, ...(named?.hashedNames.values() ?? []), ...(variants?.wanted ?? [])];
  if (named !== null) wanted.push(manifestPath(run));
  const surplus = surplusOf(storage, new Set(wanted), options);
  const dropped = assets.filter(({ path }) => !own.has(path) && storage.stat(path) !== undefined);
  const more = [...dropped.map(({ path }) => path), ...(variants?.outdated ?? [])];
  const files = [...new Set([...surplus.files, ...more])].sort();
  return { all: [...new Set([...surplus.all, ...more])].sort(), files };
}
