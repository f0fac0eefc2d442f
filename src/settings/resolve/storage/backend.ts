import type { PythonReader } from '../../../python/interpreter.ts';
import type { Position, Problem, StorageKind } from '../../../types.ts';
import type { Datum, Table } from '../../datum.ts';
import { pointing } from '../../problems.ts';
import type { Family } from '../family.ts';
import { readFamily } from '../family.ts';

const DJANGO = 'django.contrib.staticfiles.storage.';
const WHITENOISE = 'whitenoise.storage.';

const KINDS: ReadonlyMap<string, StorageKind> = new Map([
  [`${DJANGO}StaticFilesStorage`, 'plain'],
  [`${DJANGO}ManifestStaticFilesStorage`, 'manifest'],
  [`${WHITENOISE}CompressedStaticFilesStorage`, 'compressed'],
  [`${WHITENOISE}CompressedManifestStaticFilesStorage`, 'compressed-manifest'],
  // The name of WhiteNoise before 4.0.
  ['whitenoise.django.GzipManifestStaticFilesStorage', 'compressed-manifest'],
]);

/** Mixins people combine with a storage themselves. */
const MIXINS: ReadonlyMap<string, StorageKind> = new Map([
  [`${DJANGO}ManifestFilesMixin`, 'manifest'],
  [`${DJANGO}HashedFilesMixin`, 'manifest'],
  [`${WHITENOISE}CompressedStaticFilesMixin`, 'compressed'],
]);

/** Methods whose override changes names, bytes or places of collected files. Others are helpers or serve requests. */
const DECIDING: ReadonlySet<string> = new Set([
  ...['__init__', 'base_location', 'location', 'path', 'listdir', 'exists', 'delete'],
  ...['save', '_save', 'open', '_open', 'generate_filename', 'get_available_name', 'get_valid_name'],
  ...['post_process', '_post_process', 'file_hash', 'hashed_name', 'url_converter', 'clean_name', 'hash_key'],
  ...['save_manifest', 'matches_patterns', 'get_modified_time', 'is_name_available', 'get_alternative_name'],
  ...['post_process_with_compression', 'compress_files', 'create_compressor'],
]);

/** Class attributes whose change is not built: any value but the one given changes the result. */
const FIXED: ReadonlyMap<string, Datum> = new Map<string, Datum>([
  ['keep_intermediate_files', false],
  ['manifest_version', '1.1'],
]);

const NOT_BUILT: ReadonlySet<string> = new Set(['patterns', 'default_template', 'manifest_storage']);

/** The storage the settings name, before WHITENOISE_* settings are applied. */
export interface Backend {
  readonly kind: StorageKind;
  readonly className: string;
  /** Class attributes, with OPTIONS over them: `location`, `base_url`, `manifest_strict`, ... */
  readonly values: Table;
}

export interface BackendRequest {
  readonly className: string;
  readonly options: Table;
  readonly at: Position | undefined;
  /** Whether overridden methods and attributes that are not built are passed over (`--assume-plain-storage`). */
  readonly assumePlain: boolean;
  readonly python: () => Promise<PythonReader>;
}

const OPTIONS: readonly string[] = [
  ...['location', 'base_url', 'file_permissions_mode', 'directory_permissions_mode'],
  ...['manifest_name', 'manifest_strict', 'support_js_module_import_aggregation', 'keep_only_hashed_files'],
];

const OTHER_KINDS = 'manifest, compressed, compressed-manifest';

/** Django's names for what Django and WhiteNoise ship; anything else is read as a class, without running it. */
export async function readBackend(
  request: BackendRequest,
  problems: Problem[],
): Promise<Backend | undefined> {
  const { className, options, at } = request;
  const note = (problem: Omit<Problem, 'severity' | 'at'>, where: Position | undefined = at): void => {
    problems.push({ severity: 'error', ...problem, ...pointing(where) });
  };
  for (const name of options.keys()) {
    if (OPTIONS.includes(name)) continue;
    note({
      code: 'storage-option-unknown',
      message: `The option '${name}' of the staticfiles storage is not known here`,
      hint: `Known are ${OPTIONS.join(', ')}.`,
    });
  }
  const kind = KINDS.get(className);
  if (kind !== undefined) return { kind, className, values: options };
  const family = await readFamily(await request.python(), className, isKnown);
  const base = family === null ? undefined : kindOf(family);
  if (family === null || base === undefined) {
    note({
      code: 'storage-unknown',
      message: `The staticfiles storage ${className} is not known here${family === null ? '' : whyUnknown(family)}`,
      hint: `To collect into STATIC_ROOT all the same, say --set STORAGE=plain (or ${OTHER_KINDS}). Known are the storages of Django and WhiteNoise, and classes based on them.`,
    });
    return undefined;
  }
  const changes = request.assumePlain ? [] : changesOf(family);
  if (changes.length > 0) {
    note(
      {
        code: 'storage-overrides',
        message: `The staticfiles storage ${className} changes what would be collected: ${changes.join(', ')}`,
        hint: `--assume-plain-storage goes on as if it were ${family.known[0]}.`,
      },
      family.at ?? at,
    );
  }
  return { kind: base, className, values: new Map([...family.attributes, ...options]) };
}

function isKnown(name: string): boolean {
  return KINDS.has(name) || MIXINS.has(name);
}

function kindOf(family: Family): StorageKind | undefined {
  const kinds = family.known.map((name) => KINDS.get(name) ?? MIXINS.get(name) ?? 'plain');
  // A mixin alone stores nothing, and a base that is not known might do anything.
  if (!family.known.some((name) => KINDS.has(name)) || family.missing.length > 0) return undefined;
  const compressed = kinds.some((kind) => kind.startsWith('compressed'));
  const manifest = kinds.some((kind) => kind.endsWith('manifest'));
  if (compressed) return manifest ? 'compressed-manifest' : 'compressed';
  return manifest ? 'manifest' : 'plain';
}

function whyUnknown({ missing }: Family): string {
  return missing.length === 0 ? '' : ` (its base ${missing.join(', ')} was not found)`;
}

function changesOf({ methods, attributes }: Family): readonly string[] {
  const overridden = [...methods].filter(([method]) => DECIDING.has(method));
  const set = [...attributes].filter(([name, value]) => {
    const usual = FIXED.get(name);
    return NOT_BUILT.has(name) || (usual !== undefined && usual !== value);
  });
  return [...overridden.map(([method, owner]) => `${owner}.${method}()`), ...set.map(([name]) => name)];
}
