import { damaged, entriesDropped } from '../ledger/index.ts';
import { type Made, type PlaceOptions, type Staged, settle, toOutcomes } from '../place/index.ts';
import { pathSet } from '../place/obstacles.ts';
import { type Surplus, surplusOf } from '../place/surplus.ts';
import { isSupported, NOTHING_KNOWN, type Prepared } from '../processors/index.ts';
import type { Asset, AssetPath, Outcome, Plan, Problem, Settings, Storage } from '../types.ts';
import { type Copies, copyAndHash, type Stale, toStale } from './hashed-copies.ts';
import { comparesBytes, compresses, type Job } from './job.ts';
import {
  compareFiles,
  isSameRun,
  NO_MANIFEST,
  recallLastRun,
  storeLastRun,
  type ThisRun,
} from './last-run.ts';
import { companionsOf, filesBeside, knownBeside, type ManifestFile } from './manifest-companions.ts';
import { makeManifest } from './manifest-file.ts';
import { type Named, rewriteAll } from './rewrite.ts';
import { checkShipped, type Shipped } from './shipped-variants.ts';
import { lookAround } from './surroundings.ts';
import { servedFiles } from './variant-originals.ts';
import {
  makeVariants,
  NOTHING_COMPRESSED,
  supposeVariants,
  type Variants,
  type VariantsRequest,
} from './variants.ts';

/** Staged files, and warnings: references that lead nowhere, files that could not be read as text. */
export interface StagedSite extends Staged {
  readonly problems: readonly Problem[];
}

/**
 * Does the work of the storages that fingerprint or compress, up to the point where something would become visible. Looks
 * up references, while another thread copies what can have none if the destination is empty; hashes and copies what others
 * refer to; then come files with references in dependency order, while the other thread copies the rest; variants, and the
 * manifest. Throws every missing reference at once: what was copied meanwhile has to be discarded.
 */
export async function stageSite(
  storage: Storage,
  plan: Plan,
  settings: Settings,
  options: PlaceOptions,
): Promise<StagedSite> {
  const { last, dropped } = recallLastRun(options.ledger.lastRun);
  const known: Job = { storage, assets: plan.assets, settings, options, last };
  const shipped = lookAtShipped(known);
  const { prepared, plain, stale, mistimed, outlook, early } = await lookAround(known, shipped);
  const run: Job = { ...known, storage: outlook.target };
  const isStale = toStale(stale, plan.assets);
  const copies = await copyAndHash(run, isStale, prepared, early);
  for (const { path, source } of mistimed) run.storage.touch(path, source.mtimeMs);
  const named = prepared && (await rewriteWhileCopying(run, prepared, copies));
  const variants = await addVariants(run, plain, isStale, shipped, named, outlook.isDoomed);
  const learnt = named?.known ?? NOTHING_KNOWN;
  const sameness = compareFiles(learnt, last.known);
  const manifest = named && makeManifest(run, named, sameness.names);
  const beside = named === null ? [] : filesBeside(run, named);
  // The order in which they become visible.
  const manifests = manifest === null ? beside : [...beside, manifest];
  const written = stageManifests(run, manifests);
  const thisRun: ThisRun = {
    known: learnt,
    rewritten: named?.rewritten ?? new Map(),
    variants: variants.known,
    shipped: shipped.known,
    beside: knownBeside(beside),
    manifest: manifest?.known ?? NO_MANIFEST,
  };
  const made: Made = {
    outcomes: [
      ...toOutcomes(plain, stale, options.link ? 'linked' : 'copied'),
      ...hashedOutcomes(named),
      ...variants.outcomes,
      ...manifests.map(({ path }) => manifestOutcome(path, written)),
    ],
    surplus: surplusFiles(run, plain, named, variants, manifests),
    lastRun: dropped === 0 && isSameRun(thisRun, last, sameness) ? undefined : storeLastRun(thisRun),
    last: written,
  };
  return {
    ...settle(storage, outlook, made, options),
    problems: [
      ...(dropped === 0 ? [] : [damaged(storage, entriesDropped(dropped))]),
      ...(prepared?.problems ?? []),
      ...shipped.problems,
      ...unsupported(settings),
    ],
  };
}

/** Rewrites the files with references, while another thread copies what they don't wait for. */
async function rewriteWhileCopying(run: Job, prepared: Prepared, copies: Copies): Promise<Named> {
  const rewriting = rewriteAll(run, prepared, copies, readsAgain(run.settings));
  // It may fail when nobody waits for it any more.
  rewriting.catch(() => {});
  await copies.copyHeld(rewriting);
  const nameAll = await rewriting;
  return nameAll();
}

/** True if rewritten bytes are needed once more: to compress them, or for their digest. */
function readsAgain(settings: Settings): boolean {
  return compresses(settings) || settings.storage.integrityName !== null;
}

/** Checks shipped variants. If nothing is compressed, a `.gz` is a file like any other. */
function lookAtShipped({ assets, settings, last, options }: Job): Shipped {
  return checkShipped(compresses(settings) ? assets : [], comparesBytes(options) ? new Map() : last.shipped);
}

/** Adds compressed variants. If nothing is compressed any more, lists the old ones to be removed. */
async function addVariants(
  run: Job,
  plain: readonly Asset[],
  stale: Stale,
  { foreign }: Shipped,
  named: Named | null,
  isDoomed: boolean,
): Promise<Variants> {
  const { storage, assets, settings, last, options } = run;
  if (!compresses(settings) && last.variants.formats.size === 0) return NOTHING_COMPRESSED;
  const request: VariantsRequest = {
    storage,
    served: servedFiles(run, plain, stale, named),
    taken: new Set(assets.flatMap(({ path }) => (foreign.has(path) ? [] : path))),
    spec: settings.storage.compression,
    last: last.variants,
    ledger: options.ledger,
    checksum: comparesBytes(options),
    jobs: settings.jobs,
    signal: options.signal,
    onProgress: options.onProgress,
  };
  // Compressing takes long.
  return isDoomed ? supposeVariants(request) : makeVariants(request);
}

function unsupported({ storage }: Settings): readonly Problem[] {
  const missing = storage.compression.formats.filter((format) => !isSupported(format));
  return missing.map((format) => ({
    code: 'format-unsupported',
    severity: 'warning',
    message: `This Node can't write ${format}: no such variants are made`,
    hint: 'Node 22.15 and newer can.',
  }));
}

/** Stages the manifest files that changed, and returns their paths. */
function stageManifests({ storage }: Job, files: readonly ManifestFile[]): readonly AssetPath[] {
  const different = files.filter(({ path, bytes, isStanding }) => {
    if (isStanding) return false;
    const entry = storage.stat(path);
    return entry?.kind !== 'file' || entry.size !== bytes.length || !bytes.equals(storage.read(path));
  });
  for (const { path, bytes } of different) storage.write(path, bytes);
  return different.map(({ path }) => path);
}

function hashedOutcomes(named: Named | null): readonly Outcome[] {
  if (named === null) return [];
  const outcomes: Outcome[] = [];
  for (const [of, path] of named.hashedNames) {
    if (of !== path)
      outcomes.push({
        path,
        of,
        action: named.isFresh(of) ? 'processed' : 'unmodified',
        why: 'hashed',
      });
  }
  return outcomes;
}

function manifestOutcome(path: AssetPath, staged: readonly AssetPath[]): Outcome {
  return { path, action: staged.includes(path) ? 'processed' : 'unmodified', why: 'manifest' };
}

/** Files to remove once the new ones are in place. */
function surplusFiles(
  run: Job,
  plain: readonly Asset[],
  named: Named | null,
  variants: Variants,
  manifests: readonly ManifestFile[],
): Surplus {
  const { storage, assets, options, last } = run;
  const wanted = pathSet(() => [
    ...plain.map(({ path }) => path),
    ...(named?.hashedNames.values() ?? []),
    ...variants.wanted,
    ...manifests.map(({ path }) => path),
  ]);
  const surplus = surplusOf(storage, wanted, options);
  // Where all are wanted under their own name, there are none to look for.
  const unwanted = plain === assets ? [] : assets.map(({ path }) => path);
  const dropped = [...unwanted, ...companionsOf(last, options.ledger, storage)];
  const ours = dropped.filter((path) => !wanted().has(path) && storage.stat(path) !== undefined);
  const more = [...ours, ...variants.outdated];
  const files = [...new Set([...surplus.files, ...more])].sort();
  return { all: [...new Set([...surplus.all, ...more])].sort(), files };
}
