import type { Bucket } from '../../types/bucket.ts';
import type { S3Spec } from '../../types/destination.ts';
import type { BucketAccess } from '../transport/access.ts';
import { openConnections, type WholeQuestion } from '../transport/connections.ts';
import { type Agents, askHttp, type HttpAnswer } from '../transport/http-request.ts';
import { proxyFor } from '../transport/proxy.ts';
import { openAgents, trusted } from './agents.ts';
import { ATTEMPTS, type Aws, type Known, openClient } from './client.ts';
import { givenKeys, likelyRoute, placeOf } from './place.ts';
import { plainRequests } from './plain.ts';
import { getObject, headObject, listObjects } from './read.ts';
import { removeObjects } from './remove.ts';
import type { Session } from './session.ts';
import { copyObject, putObject } from './write.ts';

/** The most bytes that CopyObject takes. */
const LARGEST_COPY = 5 * 2 ** 30;

/** Opens a bucket of Amazon S3, or of a store that speaks its protocol. Nothing is sent before the first request. */
export async function openS3(spec: S3Spec, access: BucketAccess): Promise<Bucket> {
  const name = `s3://${spec.bucket}`;
  const concurrency = concurrencyOf(spec);
  const place = await placeOf(spec, access);
  const trust = await trusted(spec, access);
  const proxy = proxyFor(place.endpoint, spec.proxies, access.env);
  const keys = givenKeys(spec, place, access);
  const known: Known = {
    // What the SDK has to load for anyway, it may as well ask for first.
    route: keys === undefined || proxy !== undefined ? undefined : likelyRoute(spec.bucket, place, access),
    hasAnswered: false,
    unreached: 0,
    slowDowns: 0,
    clockOffset: 0,
    ahead: 0,
  };
  let agents: Promise<Agents> | undefined;
  let opened: Promise<Aws> | undefined;
  const agentsOnce = (): Promise<Agents> => (agents ??= openAgents(proxy, trust, concurrency + 8));
  let isClosed = false;
  const aws = async (): Promise<Aws> => {
    if (isClosed) throw new Error('the bucket is closed');
    opened ??= agentsOnce().then((made) => openClient(spec, place, made, known));
    return opened;
  };
  const connections = openConnections(trust);
  const ask =
    proxy === undefined
      ? connections.ask
      : async (question: WholeQuestion): Promise<HttpAnswer> => askHttp(question, await agentsOnce());
  const session: Session = {
    bucket: spec.bucket,
    attempts: spec.maxAttempts ?? ATTEMPTS,
    store: { name, spec, endpoint: place.endpoint, from: access.from, secrets: secretsOf(spec) },
    plain: plainRequests({
      known,
      keys: async () => keys ?? (await aws()).client.config.credentials(),
      ask,
    }),
    aws,
    removesMany: !place.endpoint.hostname.endsWith('googleapis.com'),
  };
  return {
    name,
    concurrency,
    removesAtOnce: 1000,
    listsAtOnce: 1000,
    copiesUpTo: LARGEST_COPY,
    ahead: () => known.ahead,
    slowDowns: () => known.slowDowns,
    expect(requests) {
      if (proxy === undefined && known.route !== undefined)
        connections.open(known.route.origin, Math.min(requests, concurrency));
    },
    list: (prefix) => listObjects(session, prefix),
    get: (key, maxBytes) => getObject(session, key, maxBytes),
    head: (key) => headObject(session, key),
    put: (request) => putObject(session, request),
    copyHeaders: (key, headers, traits) => copyObject(session, key, headers, traits),
    remove: (keys) => removeObjects(session, keys),
    endsAtOnce: proxy === undefined && known.route !== undefined,
    close() {
      isClosed = true;
      connections.close();
      void opened?.then(
        ({ client }) => client.destroy(),
        () => undefined,
      );
    },
  };
}

/** What must not be seen in a message. */
function secretsOf({ credentials }: S3Spec): readonly string[] {
  if (credentials === null) return [];
  const { accessKey, secretKey, token } = credentials;
  return [secretKey.reveal(), token?.reveal() ?? '', accessKey];
}

/** Requests at once: Spaces bear 150 a second in all, other stores thousands; with less, the way there and back decides. */
function concurrencyOf({ endpoint }: S3Spec): number {
  return /\.digitaloceanspaces\.com\b/.test(endpoint ?? '') ? 16 : 128;
}
