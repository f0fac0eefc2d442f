import type {
  CopyObjectCommandInput,
  HeadObjectCommandOutput,
  ObjectCannedACL,
  PutObjectCommandInput,
  StorageClass,
} from '@aws-sdk/client-s3';
import type { ObjectHeaders, ObjectTraits } from '../../types/bucket.ts';

/** What PutObject, CopyObject and CreateMultipartUpload all take. */
export type ObjectParameters = Partial<
  Omit<PutObjectCommandInput & CopyObjectCommandInput, 'Bucket' | 'Key' | 'Body'>
>;

/** Headers and traits by the names of the API, which are boto3's. */
export function objectParameters(headers: ObjectHeaders, traits: ObjectTraits): ObjectParameters {
  return {
    ...traits.extra,
    ContentType: headers.contentType,
    ...given('CacheControl', headers.cacheControl),
    ...given('ContentEncoding', headers.contentEncoding),
    ...given('ContentDisposition', headers.contentDisposition),
    ...given('ContentLanguage', headers.contentLanguage),
    ...(headers.expires === undefined ? {} : { Expires: new Date(headers.expires) }),
    ...given('Metadata', headers.metadata),
    ...given('ACL', traits.acl as ObjectCannedACL | undefined),
    ...given('StorageClass', traits.storageClass as StorageClass | undefined),
  };
}

/** The headers that HeadObject and GetObject tell. */
export function objectHeaders(answer: HeadObjectCommandOutput): ObjectHeaders {
  const metadata = answer.Metadata ?? {};
  return {
    contentType: answer.ContentType ?? 'application/octet-stream',
    ...given('cacheControl', answer.CacheControl),
    ...given('contentEncoding', withoutChunks(answer.ContentEncoding)),
    ...given('contentDisposition', answer.ContentDisposition),
    ...given('contentLanguage', answer.ContentLanguage),
    ...given('expires', answer.ExpiresString),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
}

/** Stores other than Amazon's keep `aws-chunked`, which only says how other tools sent the bytes. */
function withoutChunks(encoding: string | undefined): string | undefined {
  const kept = encoding
    ?.split(',')
    .filter((part) => part.trim() !== 'aws-chunked')
    .join(',')
    .trim();
  return kept === '' ? undefined : kept;
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): { [name in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [name in Name]: Value });
}

export function withoutQuotes(etag: string | undefined): string {
  return (etag ?? '').replace(/^(W\/)?"|"$/g, '');
}

/** The MD5 an ETag is; `null` where it is something else: an object sent in parts, a store with ways of its own. */
export function md5Of(etag: string): string | null {
  return /^[0-9a-f]{32}$/i.test(etag) ? etag.toLowerCase() : null;
}

/** A key as CopySource takes it. */
export function copySource(bucket: string, key: string): string {
  return `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
}
