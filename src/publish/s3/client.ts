import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { errnoWords, fail } from '../../errors.ts';
import type { S3Spec } from '../../types/destination.ts';
import type { BucketAccess } from '../transport/access.ts';
import type { Agents } from '../transport/http-request.ts';
import { isUnreachable, NobodyThere } from '../transport/network-failure.ts';
import { proxyFor } from '../transport/proxy.ts';
import { statusOf } from './failure.ts';
import { type QuickPut, quickPut } from './quick-put.ts';

export type Sdk = typeof import('./sdk.ts');

/** How often a request is tried in all. */
export const ATTEMPTS = 8;

/** Milliseconds until a connection has to stand, and without a byte on it. */
const CONNECTION_TIMEOUT = 10_000;
const SOCKET_TIMEOUT = 120_000;

export interface S3Access {
  readonly client: S3Client;
  readonly endpoint: URL;
  /** Whether the store is Amazon's own. */
  readonly amazon: boolean;
  readonly attempts: number;
  readonly quickPut: QuickPut;
  /** How often the store has asked to slow down so far. */
  readonly slowDowns: () => number;
  /** What must not be seen in a message. */
  readonly secrets: readonly string[];
}

/** Makes a client for the store of `spec`; nothing is sent yet. `sockets`: requests at once. */
export async function openClient(
  sdk: Sdk,
  spec: S3Spec,
  access: BucketAccess,
  sockets: number,
): Promise<S3Access> {
  const { env } = access;
  const fromEnv = spec.endpoint === null ? (env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL) : undefined;
  const given = spec.endpoint ?? (fromEnv || null);
  const profile = spec.profile ?? env.AWS_PROFILE;
  const region = spec.region ?? (await findRegion(sdk, env, profile));
  const endpoint = parseEndpoint(given ?? amazonEndpoint(region, spec.useSsl), access.from);
  const amazon = given === null || endpoint.hostname.endsWith('.amazonaws.com');
  const keys = spec.credentials;
  const agents = await openAgents(sdk, endpoint, spec, access, sockets);
  const config: S3ClientConfig = {
    region,
    ...(given === null ? { tls: spec.useSsl } : { endpoint: endpoint.href }),
    forcePathStyle: spec.forcePathStyle || fromEnv !== undefined,
    followRegionRedirects: amazon,
    ...(profile === undefined ? {} : { profile }),
    ...(keys === null
      ? {}
      : {
          credentials: {
            accessKeyId: keys.accessKey,
            secretAccessKey: keys.secretKey.reveal(),
            ...(keys.token === null ? {} : { sessionToken: keys.token.reveal() }),
          },
        }),
    // Content-MD5 guards every body; what the SDK adds by default breaks most stores that aren't Amazon's.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    retryMode: 'adaptive',
    maxAttempts: spec.maxAttempts ?? ATTEMPTS,
    expectContinueHeader: false,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      socketTimeout: SOCKET_TIMEOUT,
      ...agents,
    },
  };
  const client = new sdk.S3Client(config);
  sendMd5(client);
  const slowDowns = { count: 0 };
  countSlowDowns(client, slowDowns);
  giveUpEarly(client);
  const secrets = keys === null ? [] : [keys.secretKey.reveal(), keys.token?.reveal() ?? '', keys.accessKey];
  return {
    client,
    endpoint,
    amazon,
    attempts: spec.maxAttempts ?? ATTEMPTS,
    secrets,
    quickPut: quickPut(client, agents, () => slowDowns.count++),
    slowDowns: () => slowDowns.count,
  };
}

/** By boto3's rule: its variable, then the profile's region; AWS_REGION is the SDK's own name for it. */
async function findRegion(sdk: Sdk, env: BucketAccess['env'], profile: string | undefined): Promise<string> {
  const named = env.AWS_DEFAULT_REGION || env.AWS_REGION;
  if (named) return named;
  const client = new sdk.S3Client(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    // Without any, S3 is asked where it asks itself: it names the bucket's region in its answer.
    return 'us-east-1';
  } finally {
    client.destroy();
  }
}

function amazonEndpoint(region: string, useSsl: boolean): string {
  return `${useSsl ? 'https' : 'http'}://s3.${region}.amazonaws.com`;
}

function parseEndpoint(text: string, from: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
  throw fail({
    code: 'bucket-endpoint',
    message: 'The endpoint of the bucket is not a URL with http:// or https://',
    hint: `Write endpoint_url (AWS_S3_ENDPOINT_URL) in ${from} as https://host, without the bucket.`,
    cause: JSON.stringify(text),
  });
}

async function openAgents(
  sdk: Sdk,
  endpoint: URL,
  spec: S3Spec,
  access: BucketAccess,
  sockets: number,
): Promise<Agents> {
  const pool = { keepAlive: true, maxSockets: sockets };
  const trust = await trusted(spec, access);
  const proxy = proxyFor(endpoint, spec.proxies, access.env);
  if (proxy === undefined)
    return { httpAgent: new HttpAgent(pool), httpsAgent: new HttpsAgent({ ...pool, ...trust }) };
  const { HttpProxyAgent, HttpsProxyAgent } = sdk;
  return {
    httpAgent: new HttpProxyAgent(proxy, pool),
    httpsAgent: new HttpsProxyAgent(proxy, { ...pool, ...trust }) as unknown as HttpsAgent,
  };
}

/** Which certificates count: `verify` of the settings, then botocore's variable. */
async function trusted(
  { verify }: S3Spec,
  { env, from }: BucketAccess,
): Promise<{ readonly rejectUnauthorized?: boolean; readonly ca?: Buffer }> {
  if (verify === false) return { rejectUnauthorized: false };
  const file = typeof verify === 'string' ? verify : env.AWS_CA_BUNDLE;
  if (!file) return {};
  try {
    return { ca: await readFile(file) };
  } catch (error) {
    throw fail(
      {
        code: 'bucket-unreachable',
        message: `The file of certificate authorities can't be read: ${file}`,
        hint:
          typeof verify === 'string'
            ? `Check verify (AWS_S3_VERIFY) in ${from}.`
            : 'Check AWS_CA_BUNDLE in the environment.',
        cause: errnoWords(error),
      },
      { cause: error },
    );
  }
}

/** Lets DeleteObjects, which needs a checksum, send the one that every store knows, in place of the SDK's CRC32. */
function sendMd5(client: S3Client): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const request = args.request as { headers: Record<string, string>; body: string | Uint8Array };
        if (commandName !== 'DeleteObjectsCommand') return next(args);
        for (const name of Object.keys(request.headers))
          if (/^x-amz-(sdk-)?checksum/i.test(name)) delete request.headers[name];
        request.headers['content-md5'] = createHash('md5').update(request.body).digest('base64');
        return next(args);
      },
    { step: 'build', priority: 'low', name: 'sendMd5' },
  );
}

/** Counts the answers that ask to slow down, those that are tried again included. */
function countSlowDowns(client: S3Client, counter: { count: number }): void {
  client.middlewareStack.add(
    (next) => (args) =>
      next(args).catch((error: unknown) => {
        const status = statusOf(error);
        if (status === 429 || status === 503) counter.count++;
        throw error;
      }),
    { step: 'deserialize', priority: 'high', name: 'countSlowDowns' },
  );
}

/** Attempts to reach a host that has never answered. */
const GREETINGS = 3;

/** A store that goes away for a moment is asked again and again; one that nobody has seen yet is not. */
function giveUpEarly(client: S3Client): void {
  let hasAnswered = false;
  let failures = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        const answer = await next(args);
        hasAnswered = true;
        return answer;
      } catch (error) {
        if (statusOf(error) !== undefined) hasAnswered = true;
        if (hasAnswered || !isUnreachable(error) || ++failures < GREETINGS) throw error;
        throw new NobodyThere(error);
      }
    },
    { step: 'deserialize', priority: 'high', name: 'giveUpEarly' },
  );
}
