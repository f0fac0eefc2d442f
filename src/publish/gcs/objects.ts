import type { BucketEntry, ObjectHeaders, ObjectTraits } from '../../types/bucket.ts';
import { isBucketMissing, type Refusal } from './failure.ts';
import { ask, objectPath } from './requests.ts';
import { FIELDS, objectEntry, predefinedAcl, type Resource, resourceOf } from './resource.ts';
import type { Store } from './store.ts';

/** Single removals on their way at once. */
const PARALLEL = 16;

/** Entries whose names begin with `prefix`, 1,000 a page, with their headers. */
export async function* listObjects(store: Store, prefix: string): AsyncGenerator<readonly BucketEntry[]> {
  let pageToken: string | undefined;
  do {
    const page = await ask(
      store,
      { verb: 'list', key: prefix },
      {
        path: objectPath(store),
        query: {
          prefix,
          maxResults: '1000',
          fields: `nextPageToken,items(${FIELDS})`,
          ...(pageToken === undefined ? {} : { pageToken }),
        },
      },
      ({ body }) =>
        JSON.parse(body.toString()) as {
          readonly items?: readonly Resource[];
          readonly nextPageToken?: string;
        },
    );
    const items = page.items ?? [];
    if (items.length > 0) yield items.map(objectEntry);
    pageToken = page.nextPageToken || undefined;
  } while (pageToken !== undefined);
}

export function getObject(
  store: Store,
  key: string,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array; readonly etag: string } | undefined> {
  return ask<{ readonly bytes: Uint8Array; readonly etag: string } | undefined>(
    store,
    { verb: 'read', key },
    {
      path: objectPath(store, key),
      query: { alt: 'media' },
      // Otherwise what is kept gzipped is unpacked on the way.
      headers: { 'accept-encoding': 'gzip' },
      maxBytes,
    },
    ({ body, headers }) => ({ bytes: body, etag: String(headers['x-goog-generation'] ?? '') }),
    ifThere,
  );
}

export function headObject(
  store: Store,
  key: string,
): Promise<(BucketEntry & { readonly headers: ObjectHeaders }) | undefined> {
  return ask<(BucketEntry & { readonly headers: ObjectHeaders }) | undefined>(
    store,
    { verb: 'read', key },
    { path: objectPath(store, key), query: { fields: FIELDS } },
    ({ body }) => objectEntry(JSON.parse(body.toString()) as Resource),
    ifThere,
  );
}

function ifThere(refusal: Refusal): undefined {
  if (refusal.status !== 404 || isBucketMissing(refusal)) throw refusal;
  return undefined;
}

/** Replaces the headers of an object: a PATCH keeps what it does not name, so what is to go is named `null`. */
export async function setHeaders(
  store: Store,
  key: string,
  headers: ObjectHeaders,
  traits: ObjectTraits,
): Promise<{ readonly etag: string }> {
  const before = (await headObject(store, key))?.headers.metadata ?? {};
  const gone = Object.fromEntries(Object.keys(before).map((name) => [name, null]));
  const patch = {
    cacheControl: null,
    contentEncoding: null,
    contentDisposition: null,
    contentLanguage: null,
    ...resourceOf(headers, {}),
    metadata: { ...gone, ...headers.metadata },
  };
  const body = Buffer.from(JSON.stringify(patch));
  return ask(
    store,
    { verb: 'change', key },
    {
      method: 'PATCH',
      path: objectPath(store, key),
      query: { fields: 'generation', ...predefinedAcl(traits) },
      headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
      body: () => [body],
    },
    (answer) => ({ etag: (JSON.parse(answer.body.toString()) as Resource).generation ?? '' }),
  );
}

/** Removes objects one by one, several at once; what is gone already is fine. */
export async function removeObjects(store: Store, keys: readonly string[]): Promise<void> {
  let next = 0;
  const remove = async (): Promise<void> => {
    while (next < keys.length) {
      const key = keys[next++] as string;
      const question = { method: 'DELETE', path: objectPath(store, key) };
      await ask<undefined>(store, { verb: 'remove', key }, question, () => undefined, ifThere);
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, keys.length) }, remove));
}
