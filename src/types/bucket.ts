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
 * A place far away that holds objects by key. Every driver keeps the same contract (one suite tests them all). Failures
 * are `CollectstaticError`s that name the key and the setting at fault; transient ones (503, 429, torn connections) have
 * been tried again by the driver, with a bound.
 */
export interface Bucket {
  /** For messages: `s3://bucket/prefix`. */
  readonly name: string;
  /** How many requests the store bears at once. */
  readonly concurrency: number;
  /** The most keys one removal takes, and one page of a listing holds. */
  readonly removesAtOnce: number;
  readonly listsAtOnce: number;
  /** Entries whose keys begin with `prefix`, page by page, in the store's order. */
  list(prefix: string): AsyncIterable<readonly BucketEntry[]>;
  /** `undefined` where there is none. */
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
  close(): void;
}
