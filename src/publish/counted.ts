import type { Bucket } from '../types.ts';

export interface CountedBucket extends Bucket {
  /** Requests so far: pages of listings, and each call once, however often a driver had to try or in how many parts. */
  requests(): number;
}

/** Counts the requests to a bucket. */
export function counted(bucket: Bucket): CountedBucket {
  let requests = 0;
  return {
    ...bucket,
    requests: () => requests,
    slowDowns: () => bucket.slowDowns(),
    async *list(prefix) {
      for await (const page of bucket.list(prefix)) {
        requests++;
        yield page;
      }
    },
    get(key, maxBytes) {
      requests++;
      return bucket.get(key, maxBytes);
    },
    head(key) {
      requests++;
      return bucket.head(key);
    },
    put(request) {
      requests++;
      return bucket.put(request);
    },
    copyHeaders(key, headers, traits) {
      requests++;
      return bucket.copyHeaders(key, headers, traits);
    },
    remove(keys) {
      requests++;
      return bucket.remove(keys);
    },
    close: () => bucket.close(),
  };
}

/** Removes keys, as many at once as the bucket takes. */
export async function removeKeys(bucket: Bucket, keys: readonly string[]): Promise<void> {
  for (let from = 0; from < keys.length; from += bucket.removesAtOnce)
    await bucket.remove(keys.slice(from, from + bucket.removesAtOnce));
}
