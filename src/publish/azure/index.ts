import type { Bucket } from '../../types/bucket.ts';
import type { AzureSpec } from '../../types/destination.ts';
import type { BucketAccess } from '../transport/access.ts';
import { openAccount } from './client.ts';
import { putBlob } from './put.ts';
import { getBlob, headBlob, listBlobs, removeBlobs, setHeaders } from './requests.ts';
import type { Store } from './store.ts';

/** Opens a container of Azure's blob storage. Nothing is sent before the first request. */
export function openAzure(spec: AzureSpec, access: BucketAccess): Bucket {
  const { service, endpoint, secrets } = openAccount(spec, access);
  const name = `azure://${spec.container}`;
  const container = service.getContainerClient(spec.container);
  const store: Store = {
    container,
    name,
    spec,
    endpoint,
    from: access.from,
    secrets,
    slowDowns: 0,
    ahead: 0,
  };
  return {
    name,
    concurrency: 32,
    removesAtOnce: 256,
    listsAtOnce: 5000,
    ahead: () => store.ahead,
    slowDowns: () => store.slowDowns,
    list: (prefix) => listBlobs(store, prefix),
    get: (key, maxBytes) => getBlob(store, key, maxBytes),
    head: (key) => headBlob(store, key),
    put: (request) => putBlob(store, request),
    copyHeaders: (key, headers, traits) => setHeaders(store, key, headers, traits),
    remove: (keys) => removeBlobs(store, keys),
    // The SDK keeps its connections for the process; idle ones don't hold it up.
    close: () => undefined,
  };
}
