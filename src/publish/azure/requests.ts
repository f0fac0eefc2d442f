import type { BucketEntry, ObjectHeaders, ObjectTraits } from '../../types/bucket.ts';
import { learnTime } from '../transport/learn-time.ts';
import { retryTransient } from '../transport/retry.ts';
import { tooLarge } from '../transport/too-large.ts';
import { azureFailure, codeOf, isTransient, statusOf } from './failure.ts';
import { blobEntry, blobHeaders, withoutQuotes } from './headers.ts';
import type { Doing, Store } from './store.ts';

/** How often a request is tried in all. */
const ATTEMPTS = 8;

/** Makes a request, again where that may help; what goes wrong at last becomes a problem of the store. */
export async function send<Answer>(
  store: Store,
  doing: Doing,
  call: (attempt: number) => Promise<Answer>,
): Promise<Answer> {
  let attempt = 0;
  const counted = async (): Promise<Answer> => {
    try {
      return await call(++attempt);
    } catch (error) {
      const status = statusOf(error);
      if (status === 429 || status === 503) store.slowDowns++;
      throw error;
    }
  };
  try {
    return await retryTransient(counted, isTransient, ATTEMPTS);
  } catch (error) {
    throw azureFailure(error, doing, store);
  }
}

/** Entries whose names begin with `prefix`, 5,000 a page, with their headers. */
export async function* listBlobs(store: Store, prefix: string): AsyncGenerator<readonly BucketEntry[]> {
  let token: string | undefined;
  do {
    // Once it has thrown, an iterator of the SDK says that there is no more: each attempt has one of its own.
    const page = await send(store, { verb: 'list', key: prefix }, () => pageOf(store, prefix, token));
    learnTime(store, page.date);
    const items = page.segment.blobItems.filter(({ metadata }) => metadata?.hdi_isfolder !== 'true');
    if (items.length > 0)
      yield items.map(({ name, properties, metadata }) => blobEntry(name, properties, metadata));
    token = page.continuationToken || undefined;
  } while (token !== undefined);
}

/** `token`: of the page before it. */
async function pageOf({ container }: Store, prefix: string, token: string | undefined) {
  const pages = container
    .listBlobsFlat({ prefix, includeMetadata: true })
    .byPage({ maxPageSize: 5000, ...(token !== undefined && { continuationToken: token }) });
  for await (const page of pages) return page;
  return { segment: { blobItems: [] }, date: undefined, continuationToken: undefined };
}

export function getBlob(
  store: Store,
  key: string,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array; readonly etag: string } | undefined> {
  return send(store, { verb: 'read', key }, async () => {
    try {
      const {
        readableStreamBody = [],
        contentLength = 0,
        etag,
      } = await store.container.getBlockBlobClient(key).download();
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of readableStreamBody) {
        size += chunk.byteLength;
        if (Math.max(size, contentLength) > maxBytes) throw tooLarge(`${store.name}/${key}`, maxBytes);
        chunks.push(chunk);
      }
      return { bytes: Buffer.concat(chunks), etag: withoutQuotes(etag) };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  });
}

export function headBlob(
  store: Store,
  key: string,
): Promise<(BucketEntry & { readonly headers: ObjectHeaders }) | undefined> {
  return send(store, { verb: 'read', key }, async () => {
    try {
      const properties = await store.container.getBlockBlobClient(key).getProperties();
      return blobEntry(key, properties, properties.metadata);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  });
}

function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && codeOf(error) !== 'ContainerNotFound';
}

/**
 * Sets the headers of a blob anew. They are asked for first: Azure forgets the MD5 unless it is told once more, and keeps
 * metadata apart.
 */
export async function setHeaders(
  store: Store,
  key: string,
  headers: ObjectHeaders,
  traits: ObjectTraits,
): Promise<{ readonly etag: string }> {
  const blob = store.container.getBlockBlobClient(key);
  return send(store, { verb: 'change', key }, async () => {
    const { etag = '', contentMD5 = new Uint8Array(), metadata = {} } = await blob.getProperties();
    let set = await blob.setHTTPHeaders(blobHeaders(headers, contentMD5), { conditions: { ifMatch: etag } });
    if (JSON.stringify(sorted(metadata)) !== JSON.stringify(sorted(headers.metadata ?? {})))
      set = await blob.setMetadata(headers.metadata ?? {}, { conditions: { ifMatch: set.etag ?? '' } });
    if (traits.storageClass !== undefined) await blob.setAccessTier(traits.storageClass);
    return { etag: withoutQuotes(set.etag) };
  });
}

function sorted(metadata: Readonly<Record<string, string>>): readonly [string, string][] {
  return Object.entries(metadata)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Removes up to 256 blobs by one request, snapshots included; what is gone already is fine. */
export async function removeBlobs(store: Store, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const { container } = store;
  const doing = { verb: 'remove', key: keys[0] as string } as const;
  const blobs = keys.map((key) => container.getBlockBlobClient(key));
  const answer = await send(store, doing, () => container.getBlobBatchClient().deleteBlobs(blobs));
  // Asked for singly, a blob tells why it can't be removed, or the store has had its rest.
  const left = keys.filter((_key, index) => {
    const status = answer.subResponses[index]?.status ?? 0;
    return status !== 202 && status !== 404;
  });
  for (const key of left)
    await send(store, { verb: 'remove', key }, async () => {
      try {
        await container.getBlockBlobClient(key).delete({ deleteSnapshots: 'include' });
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    });
}
