import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { errnoOf, fail } from '../../errors.ts';
import type { S3Spec } from '../../types/destination.ts';
import type { BucketAccess } from '../transport/access.ts';
import { loadSdk } from './load-sdk.ts';
import type { Route } from './route.ts';
import type { Keys } from './signature.ts';

/** Where the store of a bucket is. */
export interface Place {
  readonly endpoint: URL;
  /** Whether somebody named the endpoint; else it is Amazon's own of the region. */
  readonly isNamed: boolean;
  /** Whether the store is Amazon's. */
  readonly amazon: boolean;
  readonly region: string;
  readonly forcePathStyle: boolean;
  readonly profile: string | undefined;
}

/** Looks up where the store of `spec` is; the SDK is asked only for a region that stands in its files. */
export async function placeOf(spec: S3Spec, { env, from }: BucketAccess): Promise<Place> {
  const fromEnv = spec.endpoint === null ? (env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL) : undefined;
  const named = spec.endpoint ?? (fromEnv || null);
  const profile = spec.profile ?? env.AWS_PROFILE;
  const region = spec.region ?? (env.AWS_DEFAULT_REGION || env.AWS_REGION || (await regionOfFiles(profile)));
  const endpoint = parseEndpoint(named ?? amazonEndpoint(region, spec.useSsl), from);
  return {
    endpoint,
    isNamed: named !== null,
    amazon: named === null || endpoint.hostname.endsWith('.amazonaws.com'),
    region,
    forcePathStyle: spec.forcePathStyle || fromEnv !== undefined,
    profile,
  };
}

async function regionOfFiles(profile: string | undefined): Promise<string> {
  const sdk = await loadSdk();
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
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `${useSsl ? 'https' : 'http'}://s3.${region}.${domain}`;
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

/** The keys that the settings or the environment give; `undefined` where the SDK has to look for them. */
export function givenKeys(
  { credentials }: S3Spec,
  { profile }: Place,
  { env }: BucketAccess,
): Keys | undefined {
  if (credentials !== null)
    return {
      accessKeyId: credentials.accessKey,
      secretAccessKey: credentials.secretKey.reveal(),
      ...(credentials.token !== null && { sessionToken: credentials.token.reveal() }),
    };
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = env;
  if (profile !== undefined || !id || !secret) return undefined;
  return { accessKeyId: id, secretAccessKey: secret, ...(token && { sessionToken: token }) };
}

/** A bucket whose name can be a part of a host. */
const IN_HOST = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/**
 * Where the bucket is most likely to be asked for, before any answer has shown it. `undefined` where a request has more to it
 * than this tells: an access point, a directory bucket, a dot that no certificate stands for, variants of the endpoint.
 */
export function likelyRoute(bucket: string, place: Place, { env }: BucketAccess): Route | undefined {
  const { endpoint, isNamed, amazon, region, forcePathStyle, profile } = place;
  if (!IN_HOST.test(bucket) || bucket.endsWith('--x-s3') || endpoint.search !== '') return undefined;
  // A profile may ask for another endpoint than the usual one.
  if (amazon && (profile !== undefined || isNamed || asksForAnother(env))) return undefined;
  const root = endpoint.pathname.replace(/\/*$/, '/');
  if (forcePathStyle)
    return { origin: endpoint.origin, host: endpoint.host, root: `${root}${bucket}/`, region };
  const host = `${bucket}.${endpoint.host}`;
  return { origin: `${endpoint.protocol}//${host}`, host, root, region };
}

/** True if the environment or the shared file may name an endpoint of its own, or a variant of Amazon's. */
function asksForAnother(env: BucketAccess['env']): boolean {
  if (env.AWS_USE_DUALSTACK_ENDPOINT || env.AWS_USE_FIPS_ENDPOINT) return true;
  const file = env.AWS_CONFIG_FILE || join(env.HOME || homedir(), '.aws/config');
  try {
    return /endpoint|dualstack|fips/i.test(readFileSync(file, 'utf8'));
  } catch (error) {
    // What is there and can't be read, the SDK may read.
    return errnoOf(error) !== 'ENOENT' && errnoOf(error) !== 'ENOTDIR';
  }
}
