import type { StorageKind } from '../../../types.ts';

const DJANGO = 'django.contrib.staticfiles.storage.';
const WHITENOISE = 'whitenoise.storage.';

export const KINDS: ReadonlyMap<string, StorageKind> = new Map([
  [`${DJANGO}StaticFilesStorage`, 'plain'],
  [`${DJANGO}ManifestStaticFilesStorage`, 'manifest'],
  [`${WHITENOISE}CompressedStaticFilesStorage`, 'compressed'],
  [`${WHITENOISE}CompressedManifestStaticFilesStorage`, 'compressed-manifest'],
  // It only makes folders in a way that several threads may use at once.
  ['django_manifeststaticfiles_enhanced.storage.ThreadSafeStaticFilesStorage', 'plain'],
  // The name of WhiteNoise before 4.0.
  ['whitenoise.django.GzipManifestStaticFilesStorage', 'compressed-manifest'],
]);

/** Mixins people combine with a storage themselves. */
export const MIXINS: ReadonlyMap<string, StorageKind> = new Map([
  [`${DJANGO}ManifestFilesMixin`, 'manifest'],
  [`${DJANGO}HashedFilesMixin`, 'manifest'],
  [`${WHITENOISE}CompressedStaticFilesMixin`, 'compressed'],
]);

/** Where those classes can be got at, to change them. */
export const STORAGE_MODULES: readonly string[] = [
  'django.contrib.staticfiles.storage',
  'django.core.files.storage',
  'whitenoise.storage',
];

/** Packages whose storages put files into buckets and databases. */
const REMOTE: readonly string[] = [
  ...['storages.backends', 'django_s3_storage', 's3_folder_storage', 'minio_storage', 'django_minio_backend'],
  ...['cloudinary_storage', 'gcloud_storage', 'qiniustorage', 'django_oss_storage', 'dropbox_storage'],
];

function isRemote(name: string): boolean {
  return REMOTE.some((module) => name.startsWith(`${module}.`));
}

const ENHANCED = 'django_manifeststaticfiles_enhanced.';

/** What stands behind the name of a storage that writes other bytes than Django; `undefined` for others. */
export function whyOtherBytes(className: string, bases: readonly string[]): string | undefined {
  const found = [className, ...bases].find((name) => name.startsWith(ENHANCED));
  if (found === undefined) return undefined;
  const what = found === className ? 'writes' : `is based on ${found}, which writes`;
  return `${what} references back in a way of its own, which is not built yet`;
}

/** What stands behind the name of a storage that keeps its files outside the file system; `undefined` for others. */
export function whyNotLocal(className: string, bases: readonly string[]): string | undefined {
  if (isRemote(className)) return 'stores files outside the file system';
  const base = bases.find(isRemote);
  return base === undefined ? undefined : `is based on ${base}, which stores files outside the file system`;
}
