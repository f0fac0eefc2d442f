import { createHash } from 'node:crypto';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3Spec } from '../../types/destination.ts';
import { CONNECTION_TIMEOUT, SOCKET_TIMEOUT } from '../transport/connections.ts';
import type { Agents } from '../transport/http-request.ts';
import { learnTime } from '../transport/learn-time.ts';
import { isUnreachable, NobodyThere } from '../transport/network-failure.ts';
import { codeOf, type SdkError, statusOf } from './failure.ts';
import { loadSdk, type Sdk } from './load-sdk.ts';
import type { Place } from './place.ts';
import { learnRoute, type Route } from './route.ts';

/** How often a request is tried in all. */
export const ATTEMPTS = 8;

/** What has been learnt of a store, by the SDK's requests and by those without it. */
export interface Known {
  /** Where the bucket is; `undefined` where only the SDK knows the way. */
  route: Route | undefined;
  /** True once it has given any answer. */
  hasAnswered: boolean;
  /** Attempts that did not reach it, before its first answer. */
  unreached: number;
  /** How often it has asked to slow down. */
  slowDowns: number;
  /** Milliseconds that its clock is ahead of ours, where it has refused a request for that: by this time they are signed then. */
  clockOffset: number;
  /** The same, by the Date of its last answer. */
  ahead: number;
}

/** The AWS SDK with a client for one store. */
export interface Aws {
  readonly sdk: Sdk;
  readonly client: S3Client;
}

/** Loads the SDK and makes a client for the store of `spec`; nothing is sent yet. What its requests show goes into `known`. */
export async function openClient(spec: S3Spec, place: Place, agents: Agents, known: Known): Promise<Aws> {
  const sdk = await loadSdk();
  const { endpoint, isNamed, amazon, region, forcePathStyle, profile } = place;
  const keys = spec.credentials;
  const config: S3ClientConfig = {
    region,
    ...(isNamed && { endpoint: endpoint.href }),
    forcePathStyle,
    followRegionRedirects: amazon,
    systemClockOffset: known.clockOffset,
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
  // `tls: false` of the SDK leaves Amazon's own endpoints as they are.
  if (!isNamed && !spec.useSsl) speakPlainly(client);
  if (amazon) nameRegion(client);
  countSlowDowns(client, known);
  readDates(client, known);
  giveUpEarly(client, known);
  learnRoute(client, (route) => {
    known.route = route;
  });
  return { sdk, client };
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

/** Sends requests to Amazon by http, also those that a redirect leads to another region; an endpoint of a profile says it itself. */
function speakPlainly(client: S3Client): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { protocol: string; readonly hostname: string };
      if (/\.amazonaws\.com(?:\.cn)?$/.test(request.hostname)) request.protocol = 'http:';
      return next(args);
    },
    { step: 'build', priority: 'low', name: 'speakPlainly' },
  );
}

/**
 * Lets the SDK follow an answer that names the right region for signatures as it follows a redirect: it reads the region from this
 * header, and knows this name only.
 */
function nameRegion(client: S3Client): void {
  client.middlewareStack.add(
    (next) => (args) =>
      next(args).catch((error: unknown) => {
        if (codeOf(error) === 'AuthorizationHeaderMalformed' && error instanceof Error) {
          const { headers } = (error as SdkError).$response ?? {};
          const [, region] = /expecting '([a-z\d-]+)'/.exec(error.message) ?? [];
          if (headers !== undefined && region !== undefined) headers['x-amz-bucket-region'] ??= region;
          error.name = 'IllegalLocationConstraintException';
        }
        throw error;
      }),
    { step: 'deserialize', priority: 'high', name: 'nameRegion' },
  );
}

/** Counts the answers that ask to slow down, those that are tried again included. */
function countSlowDowns(client: S3Client, known: Known): void {
  client.middlewareStack.add(
    (next) => (args) =>
      next(args).catch((error: unknown) => {
        const status = statusOf(error);
        if (status === 429 || status === 503) known.slowDowns++;
        throw error;
      }),
    { step: 'deserialize', priority: 'high', name: 'countSlowDowns' },
  );
}

function readDates(client: S3Client, known: Known): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const { headers } = answer.response as { readonly headers?: Readonly<Record<string, string>> };
      learnTime(known, headers?.date);
      return answer;
    },
    { step: 'deserialize', priority: 'high', name: 'readDates' },
  );
}

/** Attempts to reach a host that has never answered. */
const GREETINGS = 3;

/** A store that goes away for a moment is asked again and again; one that nobody has seen yet is not. */
function giveUpEarly(client: S3Client, known: Known): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        const answer = await next(args);
        known.hasAnswered = true;
        return answer;
      } catch (error) {
        if (statusOf(error) !== undefined) known.hasAnswered = true;
        if (known.hasAnswered || !isUnreachable(error) || ++known.unreached < GREETINGS) throw error;
        throw new NobodyThere(error);
      }
    },
    { step: 'deserialize', priority: 'high', name: 'giveUpEarly' },
  );
}
