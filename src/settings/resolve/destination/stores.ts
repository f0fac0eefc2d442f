import type { StorageKind } from '../../../types.ts';

/** Whose storage a bucket is. */
export type Service = 's3' | 'azure' | 'gcs';

/** A storage class of django-storages that static files are put into. */
export interface Store {
  readonly service: Service;
  readonly kind: StorageKind;
}

const S3 = 'storages.backends.s3.';
/** The name of the module before django-storages 1.14, which it still has. */
const S3BOTO3 = 'storages.backends.s3boto3.';

const plain = (service: Service): Store => ({ service, kind: 'plain' });

/** The classes that are known, by their names. */
export const STORES: ReadonlyMap<string, Store> = new Map([
  [`${S3}S3Storage`, plain('s3')],
  [`${S3}S3StaticStorage`, plain('s3')],
  [`${S3}S3ManifestStaticStorage`, { service: 's3', kind: 'manifest' }],
  [`${S3BOTO3}S3Boto3Storage`, plain('s3')],
  [`${S3BOTO3}S3StaticStorage`, plain('s3')],
  [`${S3BOTO3}S3ManifestStaticStorage`, { service: 's3', kind: 'manifest' }],
  ['storages.backends.azure_storage.AzureStorage', plain('azure')],
  ['storages.backends.gcloud.GoogleCloudStorage', plain('gcs')],
]);

/** The class whose own attributes say that URLs are not signed. */
export function isStaticClass(name: string): boolean {
  return /^storages\.backends\.s3(?:boto3)?\.S3(?:Manifest)?StaticStorage$/.test(name);
}

/** Short names that PUBLISH takes for a class. */
export const SHORT_NAMES: Readonly<Record<string, string>> = {
  s3: `${S3}S3StaticStorage`,
  azure: 'storages.backends.azure_storage.AzureStorage',
  gcs: 'storages.backends.gcloud.GoogleCloudStorage',
};

/** The service of a class that is based on these, the nearest first; `undefined` if it stores its files elsewhere. */
export function serviceOf(known: readonly string[]): Service | undefined {
  return known.map((name) => STORES.get(name)?.service).find((service) => service !== undefined);
}
