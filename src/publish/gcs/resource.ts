import type { BucketEntry, ObjectHeaders, ObjectTraits } from '../../types/bucket.ts';

/** An object as the JSON API writes it. */
export interface Resource {
  readonly name: string;
  readonly size?: string;
  /** Changes with the bytes, and is what conditions ask for. */
  readonly generation?: string;
  readonly md5Hash?: string;
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentEncoding?: string;
  readonly contentDisposition?: string;
  readonly contentLanguage?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export const FIELDS =
  'name,size,generation,md5Hash,contentType,cacheControl,contentEncoding,contentDisposition,contentLanguage,metadata';

export function objectEntry(resource: Resource): BucketEntry & { readonly headers: ObjectHeaders } {
  const { name, size = '0', generation = '', md5Hash, metadata = {} } = resource;
  return {
    key: name,
    size: Number(size),
    etag: generation,
    md5: md5Hash === undefined ? null : Buffer.from(md5Hash, 'base64').toString('hex'),
    headers: {
      contentType: resource.contentType || 'application/octet-stream',
      ...given('cacheControl', resource.cacheControl),
      ...given('contentEncoding', resource.contentEncoding),
      ...given('contentDisposition', resource.contentDisposition),
      ...given('contentLanguage', resource.contentLanguage),
      ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    },
  };
}

function given<Name extends string>(name: Name, value: string | undefined): { [name in Name]?: string } {
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [name in Name]: string });
}

/** Headers and traits by the names of the API. */
export function resourceOf(headers: ObjectHeaders, { storageClass }: ObjectTraits): Omit<Resource, 'name'> {
  const { contentType, cacheControl, contentEncoding, contentDisposition, contentLanguage, metadata } =
    headers;
  return {
    contentType,
    ...given('cacheControl', cacheControl),
    ...given('contentEncoding', contentEncoding),
    ...given('contentDisposition', contentDisposition),
    ...given('contentLanguage', contentLanguage),
    ...(metadata === undefined ? {} : { metadata }),
    ...(storageClass === undefined ? {} : { storageClass }),
  };
}

/** A predefined ACL by Google's name: `publicRead`, also where it was written `public-read`. */
export function predefinedAcl({ acl }: ObjectTraits): { readonly predefinedAcl?: string } {
  if (acl === undefined) return {};
  return { predefinedAcl: acl.replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase()) };
}
