import type { BucketEntry, ObjectHeaders } from '../../types/bucket.ts';
import type { BlobHeaders, BlobProperties } from './sdk.ts';

/** Headers as Azure takes them: all of them each time, the MD5 included, for it forgets what is not repeated. */
export function blobHeaders(headers: ObjectHeaders, md5: Uint8Array): BlobHeaders {
  return {
    blobContentType: headers.contentType,
    blobContentMD5: md5,
    ...given('blobCacheControl', headers.cacheControl),
    ...given('blobContentEncoding', headers.contentEncoding),
    ...given('blobContentDisposition', headers.contentDisposition),
    ...given('blobContentLanguage', headers.contentLanguage),
  };
}

/** A blob as a listing or its properties tell of it. */
export function blobEntry(
  key: string,
  properties: BlobProperties,
  metadata: Readonly<Record<string, string>> | undefined,
): BucketEntry & { readonly headers: ObjectHeaders } {
  const { contentMD5 } = properties;
  return {
    key,
    size: properties.contentLength ?? 0,
    etag: withoutQuotes(properties.etag),
    md5: contentMD5 === undefined || contentMD5.length === 0 ? null : Buffer.from(contentMD5).toString('hex'),
    headers: {
      contentType: properties.contentType || 'application/octet-stream',
      ...given('cacheControl', properties.cacheControl || undefined),
      ...given('contentEncoding', properties.contentEncoding || undefined),
      ...given('contentDisposition', properties.contentDisposition || undefined),
      ...given('contentLanguage', properties.contentLanguage || undefined),
      ...given('metadata', lowerCase(metadata)),
    },
  };
}

function lowerCase(
  metadata: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | undefined {
  const entries = Object.entries(metadata ?? {});
  return entries.length === 0
    ? undefined
    : Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}

export function withoutQuotes(etag: string | undefined): string {
  return (etag ?? '').replace(/^(W\/)?"|"$/g, '');
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): { [name in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [name in Name]: Value });
}
