import { toAssetPath } from '../../../path.ts';
import type { Problem, StorageKind, StorageSpec } from '../../../types.ts';
import type { Entry } from '../../entry.ts';
import { pointing } from '../../problems/place.ts';
import type { Reader } from '../../reader.ts';

type Names = Pick<StorageSpec, 'manifestName' | 'integrityName' | 'importMapName'>;

/** Names of the files that are not asked for. */
export const USUAL_NAMES: Names = {
  manifestName: 'staticfiles.json',
  integrityName: null,
  importMapName: null,
};

/**
 * The names of the manifest and of the files beside it. `manifestName`: what the storage says; `entry`: the setting that
 * names the storage. Only a manifest knows what the others tell of, so without one they are a problem.
 */
export function resolveManifestNames(
  kind: StorageKind,
  manifestName: string | null,
  entry: Entry,
  reader: Reader,
  problems: Problem[],
): Names {
  const named = (name: string, where: Entry): string => {
    const path = toAssetPath(name);
    if (path === null) problems.push(badName(name, where));
    return path ?? name;
  };
  const beside = (setting: 'INTEGRITY' | 'IMPORT_MAP', usual: string): string | null => {
    const asked = reader.need(setting) ?? false;
    if (asked === false) return null;
    const where = reader.entry(setting);
    if (!kind.endsWith('manifest')) problems.push(withoutManifest(setting, kind, where));
    return named(asked === true ? usual : String(asked), where);
  };
  const names = {
    manifestName: named(manifestName ?? USUAL_NAMES.manifestName, entry),
    integrityName: beside('INTEGRITY', 'staticfiles.integrity.json'),
    importMapName: beside('IMPORT_MAP', 'importmap.json'),
  };
  const all = Object.values(names).filter((name) => name !== null);
  if (new Set(all).size < all.length) problems.push(sameName(names, reader.entry('INTEGRITY')));
  return names;
}

function badName(name: string, entry: Entry): Problem {
  return {
    code: 'setting-invalid',
    severity: 'error',
    message: `'${name}' is no name of a file below STATIC_ROOT (${entry.origin.label})`,
    ...pointing(entry.locate([])),
  };
}

function withoutManifest(setting: string, kind: StorageKind, entry: Entry): Problem {
  return {
    code: 'manifest-needed',
    severity: 'error',
    message: `${setting} (${entry.origin.label}) needs a storage with a manifest; this one is '${kind}'`,
    hint: 'Take ManifestStaticFilesStorage, or STORAGE: "manifest" or "compressed-manifest".',
    ...pointing(entry.locate([])),
  };
}

function sameName(names: Names, entry: Entry): Problem {
  return {
    code: 'setting-invalid',
    severity: 'error',
    message: `Two files can't have one name: ${Object.values(names).join(', ')}`,
    hint: 'INTEGRITY and IMPORT_MAP take a name of their own instead of true.',
    ...pointing(entry.locate([])),
  };
}
