import { createRequire } from 'node:module';
import { join } from 'node:path';
import { errnoWords, fail } from '../../errors.ts';
import type { BucketAccess } from '../transport/access.ts';

/** What is used of @azure/storage-blob. It is an optional peer: whoever publishes to Azure installs it. */
export interface BlobSdk {
  readonly BlobServiceClient: {
    new (url: string, credential?: unknown, options?: ClientOptions): BlobServiceClient;
    fromConnectionString(text: string, options?: ClientOptions): BlobServiceClient;
  };
  readonly StorageSharedKeyCredential: new (accountName: string, accountKey: string) => unknown;
}

/** What is used of @azure/identity. */
export type IdentitySdk = Readonly<Record<string, new (options?: object) => unknown>>;

export interface ClientOptions {
  readonly retryOptions?: { readonly maxTries: number; readonly tryTimeoutInMs?: number };
}

export interface BlobServiceClient {
  readonly url: string;
  getContainerClient(name: string): ContainerClient;
}

export interface ContainerClient {
  getBlockBlobClient(name: string): BlockBlobClient;
  getBlobBatchClient(): { deleteBlobs(blobs: readonly BlockBlobClient[]): Promise<BatchAnswer> };
  listBlobsFlat(options: { prefix: string; includeMetadata: boolean }): {
    byPage(options: { maxPageSize: number; continuationToken?: string }): AsyncIterable<{
      readonly segment: { readonly blobItems: readonly BlobItem[] };
      readonly continuationToken?: string;
      readonly date?: Date;
    }>;
  };
}

export interface BatchAnswer {
  readonly subResponses: readonly {
    readonly status: number;
    readonly errorCode?: string;
    readonly _request: { readonly url: string };
  }[];
}

export interface BlobItem {
  readonly name: string;
  readonly properties: BlobProperties;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface BlobProperties {
  readonly etag?: string;
  readonly contentLength?: number;
  readonly contentMD5?: Uint8Array;
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentEncoding?: string;
  readonly contentDisposition?: string;
  readonly contentLanguage?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface BlobHeaders {
  readonly blobContentType: string;
  readonly blobContentMD5: Uint8Array;
  readonly blobCacheControl?: string;
  readonly blobContentEncoding?: string;
  readonly blobContentDisposition?: string;
  readonly blobContentLanguage?: string;
}

export interface Conditions {
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
}

export interface WriteOptions {
  readonly blobHTTPHeaders: BlobHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly conditions: Conditions;
  readonly tier?: string;
}

interface Written {
  readonly etag?: string;
}

export interface BlockBlobClient {
  readonly name: string;
  upload(body: Buffer | (() => NodeJS.ReadableStream), size: number, options: WriteOptions): Promise<Written>;
  stageBlock(
    id: string,
    body: Buffer | (() => NodeJS.ReadableStream),
    size: number,
    options: { readonly transactionalContentMD5: Uint8Array },
  ): Promise<unknown>;
  commitBlockList(ids: readonly string[], options: WriteOptions): Promise<Written>;
  download(): Promise<
    Written & { readonly contentLength?: number; readonly readableStreamBody?: AsyncIterable<Buffer> }
  >;
  getProperties(): Promise<BlobProperties>;
  setHTTPHeaders(headers: BlobHeaders, options: { readonly conditions: Conditions }): Promise<Written>;
  setMetadata(
    metadata: Readonly<Record<string, string>>,
    options: { readonly conditions: Conditions },
  ): Promise<Written>;
  setAccessTier(tier: string): Promise<unknown>;
  delete(options: { readonly deleteSnapshots: 'include' }): Promise<unknown>;
}

/** Versions that still run on Node 20. */
const PACKAGES = { '@azure/storage-blob': '12.32.0', '@azure/identity': '4.13.1' } as const;

export type AzurePackage = keyof typeof PACKAGES;

/** Loads a package of Azure's from the project, or from beside us. `wanted`: all that this bucket needs, for the hint. */
export function loadAzure(
  name: AzurePackage,
  wanted: readonly AzurePackage[],
  access: BucketAccess,
): unknown {
  const versions = wanted.map((one) => `${one}@${PACKAGES[one]}`).join(' ');
  const places = [createRequire(join(access.project, 'package.json')), createRequire(import.meta.url)];
  for (const require of places) {
    try {
      require.resolve(name);
    } catch {
      continue;
    }
    try {
      return require(name);
    } catch (error) {
      throw fail({
        code: 'bucket-package',
        message: `${name} is installed but can't be loaded`,
        hint: `Install the version that is known to work: npm install ${versions}`,
        cause: errnoWords(error).split('\n')[0] as string,
      });
    }
  }
  throw fail({
    code: 'bucket-package',
    message: `Publishing to Azure needs the package ${name}, which is not installed`,
    hint: `Run this in ${access.project}: npm install ${versions}`,
  });
}
