import { fail } from '../errors.ts';
import type { Ledger } from '../ledger/index.ts';
import { integrityOf, parseIntegrity, serialiseImportMap, serialiseIntegrity } from '../manifest.ts';
import { contentHash, knownOf } from '../processors/index.ts';
import type { Asset, AssetPath, Settings, Storage } from '../types.ts';
import { comparesBytes, type Job } from './job.ts';
import type { KnownBeside, LastRun } from './last-run.ts';
import { readSource } from './read-source.ts';
import type { Named } from './rewrite.ts';

/** A file that becomes visible with the manifest, once all files it names are in place. */
export interface ManifestFile {
  readonly path: AssetPath;
  readonly bytes: Buffer;
  /** True if they are what stands there, as it was just read. */
  readonly isStanding?: boolean;
}

/** Paths of the files that the settings want beside the manifest. */
export function besidePaths({ storage }: Settings): readonly AssetPath[] {
  return [storage.integrityName, storage.importMapName].filter((name) => name !== null) as AssetPath[];
}

/** Throws `name-taken` if a source offers a file of such a name: there can't be both. */
export function refuseTakenNames(settings: Settings, assets: readonly Asset[]): void {
  const names = new Set(besidePaths(settings));
  const taken = names.size === 0 ? undefined : assets.find(({ path }) => names.has(path));
  if (taken === undefined) return;
  throw fail({
    code: 'name-taken',
    message: `${taken.path} is to be written beside the manifest, and is collected as well`,
    at: { file: taken.source.file },
    hint: 'Give INTEGRITY or IMPORT_MAP another name, or leave the file out with --ignore.',
  });
}

/** Makes the integrity file and the import map, as far as the settings want them. */
export function filesBeside(run: Job, named: Named): readonly ManifestFile[] {
  const { staticUrl, storage } = run.settings;
  const { integrityName, importMapName } = storage;
  const digests =
    integrityName === null ? new Map<AssetPath, string>() : digestsOf(run, named, integrityName);
  const files: ManifestFile[] = [];
  if (integrityName !== null) files.push(fileOf(integrityName, serialiseIntegrity(digests)));
  if (importMapName !== null)
    files.push(fileOf(importMapName, serialiseImportMap(named.hashedNames, staticUrl ?? '/', digests)));
  return files;
}

function fileOf(name: string, text: string): ManifestFile {
  return { path: name as AssetPath, bytes: Buffer.from(text) };
}

/** Facts about these files for the next run. */
export function knownBeside(files: readonly ManifestFile[]): KnownBeside {
  return new Map(files.map(({ path, bytes }) => [path, contentHash(bytes)]));
}

/** Digest of the bytes served for each path. Reads only files that changed. */
function digestsOf(run: Job, named: Named, integrityName: string): ReadonlyMap<AssetPath, string> {
  const last = standingDigests(run, integrityName as AssetPath);
  const digests = new Map<AssetPath, string>();
  for (const asset of run.assets) {
    const standing = isSame(run, named, asset) ? last.get(asset.path) : undefined;
    if (standing === undefined) run.options.signal?.throwIfAborted();
    digests.set(asset.path, standing ?? integrityOf(servedBytes(run, named, asset)));
  }
  return digests;
}

/**
 * Digests of the last run, if their file is as that run left it. After a crash it may not be, and may then describe other
 * bytes than the ledger does.
 */
function standingDigests({ storage, last, options }: Job, path: AssetPath): ReadonlyMap<string, string> {
  const hash = last.beside.get(path);
  if (hash === undefined || comparesBytes(options) || storage.stat(path)?.kind !== 'file') return new Map();
  const bytes = storage.read(path);
  return contentHash(bytes) === hash ? parseIntegrity(Buffer.from(bytes).toString('utf8')) : new Map();
}

/** True if a file is served with the bytes it had, by the hash in its name, or else by its size and time. */
function isSame({ last }: Job, { hashOf }: Named, asset: Asset): boolean {
  const hash = hashOf(asset.path);
  if (hash === '') return knownOf(last.known, asset)?.hash === '';
  return last.known.files.get(asset.path)?.hash === hash;
}

function servedBytes(
  { storage }: Job,
  { hashedNames, rewritten, contents }: Named,
  asset: Asset,
): Uint8Array {
  const name = hashedNames.get(asset.path) as AssetPath;
  return rewritten.has(name) ? (contents.get(name) ?? storage.read(name)) : readSource(asset);
}

/**
 * Companions of the last run that are there as it left them, and are ours by the ledger's list of files as well: those may be
 * removed if nobody wants them any more.
 */
export function companionsOf(last: LastRun, ledger: Ledger, storage: Storage): readonly AssetPath[] {
  return [...last.beside].flatMap(([path, hash]) => {
    if (ledger.files.get(path)?.why !== 'manifest' || storage.stat(path)?.kind !== 'file') return [];
    return contentHash(storage.read(path)) === hash ? path : [];
  });
}
