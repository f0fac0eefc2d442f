import type { ObjectHeaders, ObjectTraits } from './bucket.ts';

/** A text that must never be shown: `JSON.stringify` and templates give `******`; `reveal()` is for the one who signs. */
export interface Secret {
  reveal(): string;
}

/** Where a bucket is, and how it is opened. */
export type BucketSpec = S3Spec | AzureSpec | GcsSpec;

export interface S3Spec {
  readonly kind: 's3';
  readonly bucket: string;
  /** `null`: Amazon's own. */
  readonly endpoint: string | null;
  /** `null`: from the environment and `~/.aws/config`. */
  readonly region: string | null;
  /** By botocore's rule: with an endpoint path style unless `virtual` is asked for, without one virtual unless `path` is. */
  readonly forcePathStyle: boolean;
  /** `null`: the credential chain. */
  readonly credentials: {
    readonly accessKey: string;
    readonly secretKey: Secret;
    readonly token: Secret | null;
  } | null;
  readonly profile: string | null;
  readonly useSsl: boolean;
  /** `false`, or a CA file, absolute. */
  readonly verify: boolean | string;
  readonly proxies: Readonly<Record<string, string>>;
  /** Checksums beside Content-MD5: `when_supported` on Amazon's own, else `when_required`, unless the settings say. */
  readonly checksums: 'when_required' | 'when_supported';
  readonly maxAttempts: number | null;
  /** Bytes above which an object is sent in parts. */
  readonly multipartThreshold: number | null;
}

export interface AzureSpec {
  readonly kind: 'azure';
  readonly container: string;
  readonly accountName: string | null;
  readonly endpointSuffix: string;
  readonly useSsl: boolean;
  /** In django-storages' order: connection string, key, SAS, token credential, nobody. */
  readonly access:
    | { readonly kind: 'connection-string' | 'account-key' | 'sas'; readonly secret: Secret }
    | { readonly kind: 'token'; readonly className: string; readonly clientId: string | null }
    | { readonly kind: 'anonymous' };
  readonly timeoutSeconds: number | null;
}

export interface GcsSpec {
  readonly kind: 'gcs';
  readonly bucket: string;
  readonly project: string | null;
  readonly endpoint: string | null;
  /** A service account's file, absolute; `null`: application default credentials. */
  readonly credentialsFile: string | null;
}

/** Where published files go, and with what. Everything a publish needs to know beside the files themselves. */
export interface Destination {
  readonly store: BucketSpec;
  /** True if the staticfiles storage puts files there itself, so that a collect publishes; false if only PUBLISH names it. */
  readonly isStorage: boolean;
  /** Put in front of every path: `''`, or with a slash at its end (`static/`). */
  readonly prefix: string;
  /** What browsers ask for in place of the prefix, with a slash at its end; `null` where nobody said. For purges and reports. */
  readonly publicUrl: string | null;
  /** Given for every object; `contentType` is forced on all where it is there. */
  readonly headers: Partial<ObjectHeaders>;
  readonly traits: ObjectTraits;
  /** Of files without a fingerprint, where `headers.cacheControl` says nothing. */
  readonly mutableCacheControl: string;
  /** Media types that are sent gzipped under their plain key, as `gzip: True` of django-storages does; `null` for none. */
  readonly gzipTypes: readonly string[] | null;
  /** Media types by file name extension (lower case, without the dot), in place of the table's. */
  readonly mediaTypes: Readonly<Record<string, string>>;
  /** Whether text types get `; charset=utf-8`. */
  readonly charset: boolean;
  /** CDN caches to be told, by PURGE of the settings. */
  readonly purge: readonly PurgeTarget[];
  /** For people: `STORAGES["staticfiles"] (mysite/settings.py:12)`. */
  readonly from: string;
}

/** A CDN before the bucket. Its token comes from the environment only. */
export type PurgeTarget =
  | { readonly kind: 'cloudfront'; readonly distribution: string }
  | { readonly kind: 'cloudflare'; readonly zone: string }
  | { readonly kind: 'fastly'; readonly service: string | null; readonly soft: boolean }
  | { readonly kind: 'digitalocean'; readonly endpoint: string }
  | {
      readonly kind: 'azure-frontdoor';
      readonly subscription: string;
      readonly resourceGroup: string;
      readonly profile: string;
      readonly endpoint: string;
    }
  | { readonly kind: 'bunny'; readonly pullZone: string | null }
  | { readonly kind: 'url-list'; readonly file: string };
