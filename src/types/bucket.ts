/** Headers a bucket keeps with an object and sends with every answer. Absent ones are not sent. */
export interface ObjectHeaders {
  readonly contentType: string;
  readonly cacheControl?: string;
  readonly contentEncoding?: string;
  readonly contentDisposition?: string;
  readonly contentLanguage?: string;
  /** An HTTP date. */
  readonly expires?: string;
  /** Names in lower case, without the store's own beginning (`x-amz-meta-`). */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What a store does with an object beside keeping its bytes and headers; only what the settings ask for is sent. */
export interface ObjectTraits {
  /** A canned ACL: `public-read`. */
  readonly acl?: string;
  readonly storageClass?: string;
  /** Whatever else boto3 takes for every object, by boto3's names: ServerSideEncryption, SSEKMSKeyId, Tagging, GrantRead, ... */
  readonly extra?: Readonly<Record<string, string | boolean>>;
}

/** One object as a listing tells of it. */
export interface BucketEntry {
  /** The whole key, with the prefix. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** As the store writes it, without quotes; it changes whenever the bytes do. */
  readonly etag: string;
  /** 32 hex digits, where the store vouches for them: an ETag that is one, Content-MD5, md5Hash. */
  readonly md5: string | null;
  /** Where the listing carries them (Azure, GCS); `null` elsewhere. */
  readonly headers: ObjectHeaders | null;
}

/** The bytes of an object to be: in memory, or a file of this machine of known size. */
export type ObjectBody =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly file: string; readonly size: number };

/** `absent`: only where there is no such object. An ETag: only where it is still the one there. */
export type PutCondition = 'absent' | { readonly etag: string };

export interface PutRequest {
  readonly key: string;
  readonly body: ObjectBody;
  /** 32 hex digits: of what is sent. The store refuses a body that is torn on the way. */
  readonly md5: string;
  readonly headers: ObjectHeaders;
  readonly traits: ObjectTraits;
  readonly condition?: PutCondition;
}

/**
 * Codes of what a driver throws, one for each cause. The message names the key or the bucket, the hint the setting that the
 * value came from.
 *
 * | code | cause |
 * |---|---|
 * | `bucket-credentials` | there are none, they can't be loaded, or the store does not know them |
 * | `bucket-denied` | they are known, but may not do this (403) |
 * | `bucket-missing` | there is no such bucket or container |
 * | `bucket-unreachable` | no such host, no answer, a certificate that is not trusted, a connection torn again and again |
 * | `bucket-clock` | the clock of this machine is off |
 * | `bucket-busy` | the store asks to slow down, still after all attempts (503, 429) |
 * | `bucket-acl` | the bucket takes no ACLs |
 * | `bucket-torn` | the bytes that arrived have another MD5 |
 * | `bucket-too-large` | an object has more bytes than `get` was to read |
 * | `bucket-key` | the store takes no such key |
 * | `bucket-endpoint` | the endpoint is no URL, or what answers there is no such store |
 * | `bucket-encryption` | the store can't use the key that the settings name |
 * | `bucket-package` | the package that speaks to the store is not installed |
 * | `bucket-refused` | any other answer of the store; `cause` quotes it |
 * | `source-changed` | a file to be sent is not what it was |
 */
export type BucketErrorCode =
  | 'bucket-credentials'
  | 'bucket-denied'
  | 'bucket-missing'
  | 'bucket-unreachable'
  | 'bucket-clock'
  | 'bucket-busy'
  | 'bucket-acl'
  | 'bucket-torn'
  | 'bucket-too-large'
  | 'bucket-key'
  | 'bucket-endpoint'
  | 'bucket-encryption'
  | 'bucket-package'
  | 'bucket-refused'
  | 'source-changed';

/**
 * A place far away that holds objects by key. Every driver keeps the same contract (one suite tests them all). Failures
 * are `CollectstaticError`s of one problem with a `BucketErrorCode`; transient ones (503, 429, torn connections) have been
 * tried again by the driver, with a bound.
 */
export interface Bucket {
  /** For messages: `s3://bucket/prefix`. */
  readonly name: string;
  /** How many requests the store bears at once. */
  readonly concurrency: number;
  /** The most keys one removal takes, and one page of a listing holds. */
  readonly removesAtOnce: number;
  readonly listsAtOnce: number;
  /** Bytes of the largest object whose headers can be changed without sending it again; of all, where this is not there. */
  readonly copiesUpTo?: number;
  /** Milliseconds that the store's clock is ahead of ours, by its last answer; 0 where nothing tells. */
  ahead?(): number;
  /** How often the store has asked to slow down so far, also where the next attempt was fine. Who sends halves its pace. */
  slowDowns(): number;
  /** Opens connections for so many requests that come soon, where the driver can; sends nothing. */
  expect?(requests: number): void;
  /** Entries whose keys begin with `prefix`, page by page, in the store's order. A page is asked for when it is wanted. */
  list(prefix: string): AsyncIterable<readonly BucketEntry[]>;
  /** `undefined` where there is none. Throws `bucket-too-large` for an object of more than `maxBytes`. */
  get(
    key: string,
    maxBytes: number,
  ): Promise<{ readonly bytes: Uint8Array; readonly etag: string } | undefined>;
  /** The headers of one object; `undefined` where there is none. */
  head(key: string): Promise<(BucketEntry & { readonly headers: ObjectHeaders }) | undefined>;
  /** Puts an object in one overwriting step. Resolves with `refused` where the condition does not hold. */
  put(request: PutRequest): Promise<{ readonly etag: string } | 'refused'>;
  /** Gives an object other headers and traits, without its bytes. Resolves with its ETag then. */
  copyHeaders(key: string, headers: ObjectHeaders, traits: ObjectTraits): Promise<{ readonly etag: string }>;
  /** Removes objects; what is gone already is fine. At most `removesAtOnce` keys a call. */
  remove(keys: readonly string[]): Promise<void>;
  /** True if `close` ends at once what is on its way: only then may it be asked what nobody needs to know yet. */
  readonly endsAtOnce?: boolean;
  close(): void;
}
