import type { StorageKind } from '../../../types.ts';
import { STORES } from '../destination/stores.ts';
import { ENHANCED_KINDS, ENHANCED_MIXINS } from './enhanced.ts';

const DJANGO = 'django.contrib.staticfiles.storage.';
const WHITENOISE = 'whitenoise.storage.';

export const KINDS: ReadonlyMap<string, StorageKind> = new Map([
  [`${DJANGO}StaticFilesStorage`, 'plain'],
  [`${DJANGO}ManifestStaticFilesStorage`, 'manifest'],
  [`${WHITENOISE}CompressedStaticFilesStorage`, 'compressed'],
  [`${WHITENOISE}CompressedManifestStaticFilesStorage`, 'compressed-manifest'],
  // The name of WhiteNoise before 4.0.
  ['whitenoise.django.GzipManifestStaticFilesStorage', 'compressed-manifest'],
  ...ENHANCED_KINDS,
  ...[...STORES].map(([name, { kind }]) => [name, kind] as const),
]);

/** Mixins people combine with a storage themselves. */
export const MIXINS: ReadonlyMap<string, StorageKind> = new Map([
  [`${DJANGO}ManifestFilesMixin`, 'manifest'],
  [`${DJANGO}HashedFilesMixin`, 'manifest'],
  [`${WHITENOISE}CompressedStaticFilesMixin`, 'compressed'],
  ...ENHANCED_MIXINS,
]);

/** Where those classes can be got at, to change them. */
export const STORAGE_MODULES: readonly string[] = [
  'django.contrib.staticfiles.storage',
  'django.core.files.storage',
  'whitenoise.storage',
  'django_manifeststaticfiles_enhanced.storage',
  'storages.backends.s3',
  'storages.backends.s3boto3',
  'storages.backends.azure_storage',
  'storages.backends.gcloud',
];

/** Packages whose storages put files elsewhere, in a way that is not built. */
const REMOTE: readonly string[] = [
  ...['storages.backends', 'django_s3_storage', 's3_folder_storage', 'minio_storage', 'django_minio_backend'],
  ...['cloudinary_storage', 'gcloud_storage', 'qiniustorage', 'django_oss_storage', 'dropbox_storage'],
];

function isRemote(name: string): boolean {
  return !STORES.has(name) && REMOTE.some((module) => name.startsWith(`${module}.`));
}

/** What stands behind the name of a storage that keeps its files where nothing is published to; `undefined` for others. */
export function whyNotLocal(className: string, bases: readonly string[]): string | undefined {
  if (isRemote(className)) return 'stores files where nothing is published to here';
  const base = bases.find(isRemote);
  return base === undefined
    ? undefined
    : `is based on ${base}, which stores files where nothing is published to here`;
}
