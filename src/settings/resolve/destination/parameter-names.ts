import type { ObjectHeaders } from '../../../types.ts';

type HeaderName = Exclude<keyof ObjectHeaders, 'metadata'>;

/** How a service calls what an object may have. */
export interface ParameterNames {
  readonly headers: Readonly<Record<string, HeaderName>>;
  readonly metadata: string | null;
  readonly acl: string | null;
  readonly storageClass: string | null;
  /** Kept under their own names. */
  readonly extra: readonly string[];
  /** Those that say something of one object, and can be no parameter of all. */
  readonly ofOne: readonly string[];
  /** True if another name ends an upload; where it is false, it changes nothing. */
  readonly isStrict: boolean;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** What boto3 takes as `ExtraArgs` of an upload. */
export const S3_PARAMETERS: ParameterNames = {
  headers: {
    CacheControl: 'cacheControl',
    ContentType: 'contentType',
    ContentEncoding: 'contentEncoding',
    ContentDisposition: 'contentDisposition',
    ContentLanguage: 'contentLanguage',
    Expires: 'expires',
  },
  metadata: 'Metadata',
  acl: 'ACL',
  storageClass: 'StorageClass',
  extra:
    words(`BucketKeyEnabled ChecksumAlgorithm ExpectedBucketOwner GrantFullControl GrantRead GrantReadACP GrantWriteACP
    ObjectLockLegalHoldStatus ObjectLockMode RequestPayer SSECustomerAlgorithm SSECustomerKey SSECustomerKeyMD5
    SSEKMSEncryptionContext SSEKMSKeyId ServerSideEncryption Tagging WebsiteRedirectLocation`),
  ofOne:
    words(`ChecksumCRC32 ChecksumCRC32C ChecksumCRC64NVME ChecksumMD5 ChecksumSHA1 ChecksumSHA256 ChecksumSHA512
    ChecksumType ChecksumXXHASH128 ChecksumXXHASH3 ChecksumXXHASH64 MpuObjectSize ObjectLockRetainUntilDate`),
  isStrict: true,
};

/** As the clients of Azure and of Google Cloud call headers. */
const SNAKE_CASE: ParameterNames['headers'] = {
  cache_control: 'cacheControl',
  content_type: 'contentType',
  content_encoding: 'contentEncoding',
  content_disposition: 'contentDisposition',
  content_language: 'contentLanguage',
};

/** What azure.storage.blob's ContentSettings takes. */
export const AZURE_PARAMETERS: ParameterNames = {
  headers: SNAKE_CASE,
  metadata: null,
  acl: null,
  storageClass: null,
  extra: [],
  ofOne: ['content_md5'],
  isStrict: false,
};

/** Properties of google.cloud.storage's Blob that may be set. */
export const GCS_PARAMETERS: ParameterNames = {
  headers: SNAKE_CASE,
  metadata: 'metadata',
  acl: 'acl',
  storageClass: 'storage_class',
  extra: ['event_based_hold', 'temporary_hold'],
  ofOne: ['md5_hash', 'crc32c', 'custom_time', 'retention'],
  isStrict: false,
};
