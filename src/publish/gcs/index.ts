import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { fail } from '../../errors.ts';
import type { Bucket } from '../../types/bucket.ts';
import type { GcsSpec } from '../../types/destination.ts';
import { loadSdk } from '../s3/load-sdk.ts';
import type { BucketAccess } from '../transport/access.ts';
import type { Agents } from '../transport/http-request.ts';
import { proxyFor, refusing } from '../transport/proxy.ts';
import { findCredentials } from './credentials.ts';
import { getObject, headObject, listObjects, removeObjects, setHeaders } from './objects.ts';
import { putObject } from './put.ts';
import type { Store } from './store.ts';

const GOOGLE = 'https://storage.googleapis.com';
const CONCURRENCY = 32;

/** Opens a bucket of Google Cloud Storage by its own API (JSON). Nothing is sent before the first request. */
export async function openGcs(spec: GcsSpec, access: BucketAccess): Promise<Bucket> {
  const endpoint = endpointOf(spec, access.from);
  const agents = await openAgents(endpoint, access);
  const name = `gs://${spec.bucket}`;
  const token = spec.endpoint === null ? await findCredentials(spec, access, agents) : null;
  const store: Store = { name, spec, endpoint, from: access.from, agents, token, slowDowns: 0, ahead: 0 };
  return {
    name,
    concurrency: CONCURRENCY,
    removesAtOnce: 100,
    listsAtOnce: 1000,
    ahead: () => store.ahead,
    slowDowns: () => store.slowDowns,
    list: (prefix) => listObjects(store, prefix),
    get: (key, maxBytes) => getObject(store, key, maxBytes),
    head: (key) => headObject(store, key),
    put: (request) => putObject(store, request),
    copyHeaders: (key, headers, traits) => setHeaders(store, key, headers, traits),
    remove: (keys) => removeObjects(store, keys),
    close: () => {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

/** An endpoint of the settings is the emulator of STORAGE_EMULATOR_HOST, which is often written without a scheme. */
function endpointOf({ endpoint }: GcsSpec, from: string): URL {
  const text = endpoint === null ? GOOGLE : endpoint.includes('://') ? endpoint : `http://${endpoint}`;
  if (URL.canParse(text)) return new URL(text);
  throw fail({
    code: 'bucket-endpoint',
    message: 'The endpoint of the bucket is not a URL with http:// or https://',
    hint: `Check STORAGE_EMULATOR_HOST in the environment; the bucket is in ${from}.`,
    cause: JSON.stringify(text),
  });
}

async function openAgents(endpoint: URL, { env }: BucketAccess): Promise<Agents> {
  const pool = { keepAlive: true, maxSockets: CONCURRENCY + 8 };
  const proxy = proxyFor(endpoint, {}, env);
  if (proxy === undefined) return { httpAgent: new HttpAgent(pool), httpsAgent: new HttpsAgent(pool) };
  const { HttpProxyAgent, HttpsProxyAgent } = await loadSdk();
  return {
    // The machine's own account is asked for at an address that no proxy knows.
    httpAgent: endpoint.protocol === 'http:' ? new HttpProxyAgent(proxy, pool) : new HttpAgent(pool),
    httpsAgent: refusing(new HttpsProxyAgent(proxy, pool)) as unknown as HttpsAgent,
  };
}
