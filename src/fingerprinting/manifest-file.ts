import { serialiseManifest } from '../manifest.ts';
import { contentHash } from '../processors/index.ts';
import { asBuffer } from '../text/buffer.ts';
import type { AssetPath, Storage } from '../types.ts';
import type { Job } from './job.ts';
import { isSameManifest, type KnownManifest } from './last-run.ts';
import type { ManifestFile } from './manifest-companions.ts';
import type { Named } from './rewrite.ts';

/** A manifest, and what the next run is to know of it. */
export interface Manifest extends ManifestFile {
  readonly known: KnownManifest;
}

/**
 * The manifest of a run. Sorting and writing thousands of names takes longer than reading them: where they are those of the
 * last run, in the same order, and the file is as that one left it, its bytes are taken as they are.
 */
export function makeManifest(run: Job, named: Named, hasSameNames: boolean): Manifest {
  const { storage, djangoVersion } = run.settings;
  const path = storage.manifestName as AssetPath;
  const standing = hasSameNames ? readFile(run.storage, path) : null;
  if (standing !== null) {
    const known = { djangoVersion, hash: contentHash(standing) };
    if (isSameManifest(known, run.last.manifest)) return { path, bytes: standing, known, isStanding: true };
  }
  const bytes = serialiseManifest(named.hashedNames, djangoVersion);
  return { path, bytes, known: { djangoVersion, hash: contentHash(bytes) } };
}

function readFile(storage: Storage, path: AssetPath): Buffer | null {
  return storage.stat(path)?.kind === 'file' ? asBuffer(storage.read(path)) : null;
}
