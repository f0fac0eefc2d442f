import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fail } from '../../src/errors.ts';
import type { Bucket, BucketEntry, BucketErrorCode, ObjectHeaders, ObjectTraits } from '../../src/types.ts';

/** An object of a store. */
export interface StoredObject {
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly headers: ObjectHeaders;
  readonly traits: ObjectTraits;
}

/** The objects of a store by key. It outlives the buckets that are opened on it, as a store outlives a client that is killed. */
export type Store = Map<string, StoredObject>;

/** A request as the store sees it. `keys`: of a removal, several. */
export interface Request {
  readonly kind: 'list' | 'get' | 'head' | 'put' | 'copy' | 'remove';
  readonly keys: readonly string[];
  /** Counts from 1. */
  readonly number: number;
}

export interface MemoryOptions {
  /** Takes every PUT, whatever its condition, as some stores do; `tags`: knows only whether there is anything. */
  readonly ignoresConditions?: boolean | 'tags';
  /** Lists headers, as Azure and Google Cloud Storage do. */
  readonly listsHeaders?: boolean;
  /** ETags that are no MD5, as with SSE-KMS. */
  readonly opaqueTags?: boolean;
  readonly listsAtOnce?: number;
  readonly concurrency?: number;
  /** Asked before each request. What it throws, the client gets, and the store has seen nothing. */
  readonly before?: (request: Request) => void | Promise<void>;
  /** Asked when the store has done it. What it throws, the client gets in place of the answer. */
  readonly after?: (request: Request) => void | Promise<void>;
  readonly slowDowns?: () => number;
  /** Milliseconds that the store's clock is ahead of the client's. */
  readonly ahead?: number;
  readonly copiesUpTo?: number;
}

export interface MemoryBucket extends Bucket {
  readonly requests: readonly Request[];
}

/** Opens a bucket in memory that keeps the contract: every request is answered in one step, after a turn of the event loop. */
export function openMemory(store: Store, options: MemoryOptions = {}): MemoryBucket {
  const requests: Request[] = [];
  const listsAtOnce = options.listsAtOnce ?? 1000;

  async function answer<Result>(
    kind: Request['kind'],
    keys: readonly string[],
    work: () => Result,
  ): Promise<Result> {
    const request = { kind, keys, number: requests.length + 1 };
    requests.push(request);
    await options.before?.(request);
    await new Promise(setImmediate);
    const result = work();
    await options.after?.(request);
    return result;
  }

  const tagOf = (bytes: Uint8Array): string =>
    options.opaqueTags ? `${randomBytes(16).toString('hex')}-1` : md5Of(bytes);

  const entryOf = (key: string, { bytes, etag, headers }: StoredObject): BucketEntry => ({
    key,
    size: bytes.length,
    etag,
    md5: options.opaqueTags ? null : etag,
    headers: options.listsHeaders ? headers : null,
  });

  return {
    name: 'memory://bucket',
    concurrency: options.concurrency ?? 4,
    removesAtOnce: 1000,
    listsAtOnce,
    requests,
    slowDowns: options.slowDowns ?? (() => 0),
    ahead: () => options.ahead ?? 0,
    ...(options.copiesUpTo !== undefined && { copiesUpTo: options.copiesUpTo }),
    async *list(prefix) {
      let after: string | undefined;
      for (;;) {
        const last = after;
        const page = await answer('list', [prefix], () => {
          const keys = [...store.keys()].filter((key) => key.startsWith(prefix)).sort(byBytes);
          const from = last === undefined ? 0 : keys.filter((key) => byBytes(key, last) <= 0).length;
          const entries = keys.slice(from, from + listsAtOnce).map((key) => entryOf(key, objectAt(key)));
          return { entries, isLast: from + listsAtOnce >= keys.length };
        });
        yield page.entries;
        if (page.isLast) return;
        after = page.entries.at(-1)?.key;
      }
    },
    get: (key, maxBytes) =>
      answer('get', [key], () => {
        const found = store.get(key);
        if (found === undefined) return undefined;
        if (found.bytes.length > maxBytes) throw failure('bucket-too-large', key);
        return { bytes: found.bytes, etag: found.etag };
      }),
    head: (key) =>
      answer('head', [key], () => {
        const found = store.get(key);
        return found && { ...entryOf(key, found), headers: found.headers };
      }),
    put: ({ key, body, md5, headers, traits, condition }) =>
      answer('put', [key], () => {
        const there = store.get(key);
        const holds = condition === 'absent' ? there === undefined : there?.etag === condition?.etag;
        const isIgnored =
          options.ignoresConditions === true ||
          (options.ignoresConditions === 'tags' && condition !== 'absent');
        if (condition !== undefined && !holds && !isIgnored) return 'refused';
        const bytes = body.kind === 'bytes' ? Uint8Array.from(body.bytes) : readFileSync(body.file);
        if (body.kind === 'file' && bytes.length !== body.size) throw failure('source-changed', key);
        if (md5Of(bytes) !== md5) throw failure('bucket-torn', key);
        const etag = tagOf(bytes);
        store.set(key, { bytes, etag, headers, traits });
        return { etag };
      }),
    copyHeaders: (key, headers, traits) =>
      answer('copy', [key], () => {
        const { bytes } = objectAt(key);
        const etag = tagOf(bytes);
        store.set(key, { bytes, etag, headers, traits });
        return { etag };
      }),
    remove: (keys) =>
      answer('remove', keys, () => {
        for (const key of keys) store.delete(key);
      }),
    close() {},
  };

  function objectAt(key: string): StoredObject {
    const found = store.get(key);
    if (found === undefined) throw failure('bucket-refused', key);
    return found;
  }
}

export function failure(code: BucketErrorCode, key: string): Error {
  return fail({ code, message: `memory://bucket/${key}: ${code}`, cause: 'as the test wants it' });
}

export function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
