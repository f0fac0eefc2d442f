import { CollectstaticError } from '../../errors.ts';
import type { BucketErrorCode } from '../../types/bucket.ts';
import type { Problem } from '../../types/problem.ts';
import { storeFailure } from '../transport/failure.ts';
import type { HttpAnswer } from '../transport/http-request.ts';
import { isNetworkFailure, networkProblem } from '../transport/network-failure.ts';
import type { Doing, Store } from './store.ts';

/** An answer of the store that is no success. */
export class Refusal extends Error {
  readonly status: number;
  /** Google's word for it: `forbidden`, `conditionNotMet`; `''` where there is none. */
  readonly reason: string;

  constructor({ status, body }: HttpAnswer) {
    const { message = '', reason = '' } = tellingOf(body);
    super(message || body.toString().split('\n')[0]?.slice(0, 200));
    this.name = 'Refusal';
    this.status = status;
    this.reason = reason;
  }
}

function tellingOf(body: Buffer): { readonly message?: string; readonly reason?: string } {
  try {
    const { error } = JSON.parse(body.toString()) as {
      readonly error?: {
        readonly message?: string;
        readonly errors?: readonly { readonly reason?: string }[];
      };
    };
    const reason = error?.errors?.[0]?.reason;
    return { message: error?.message ?? '', ...(reason === undefined ? {} : { reason }) };
  } catch {
    return {};
  }
}

/** Whether the same request may succeed a moment later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof CollectstaticError) return false;
  if (!(error instanceof Refusal)) return isNetworkFailure(error);
  return [408, 429, 500, 502, 503, 504].includes(error.status) || /rateLimitExceeded/i.test(error.reason);
}

/** True if the bucket is missing; of a missing object Google's answer names the bucket too. */
export function isBucketMissing({ status, message }: Refusal): boolean {
  return status === 404 && /bucket/i.test(message) && !/^no such object\b/i.test(message);
}

const VERBS: Readonly<Record<Doing['verb'], string>> = {
  list: 'list',
  read: 'read',
  put: 'put',
  change: 'change the headers of',
  remove: 'remove',
};

/** Turns what went wrong into one problem. */
export function gcsFailure(error: unknown, doing: Doing, store: Store): unknown {
  return storeFailure(error, (thrown) => problemOf(thrown, doing, store), []);
}

function problemOf(error: Error, doing: Doing, store: Store): Omit<Problem, 'severity'> | undefined {
  if (error instanceof Refusal) {
    const cause = `${error.reason === '' ? '' : `${error.reason} `}(HTTP ${error.status}): ${error.message}`;
    return { ...wordsFor(error, doing, store), cause: cause.trim() };
  }
  const { name, endpoint, from } = store;
  return networkProblem(error, {
    name,
    host: endpoint.host,
    hint: `The settings are ${from}.`,
    verify: 'NODE_EXTRA_CA_CERTS in the environment',
  });
}

function wordsFor(
  refusal: Refusal,
  { verb, key }: Doing,
  { name, from, spec, endpoint }: Store,
): Omit<Problem, 'severity' | 'cause'> & { readonly code: BucketErrorCode } {
  const { status, reason, message } = refusal;
  const object = key === '' ? name : `${name}/${key}`;
  if (status === 429 || status === 503 || /rateLimitExceeded/i.test(reason))
    return {
      code: 'bucket-busy',
      message: `${name} asked again and again to slow down`,
      hint: 'Run again later: what has arrived is not sent a second time.',
    };
  if (status === 401)
    return {
      code: 'bucket-credentials',
      message: `${name} does not take the credentials`,
      hint: `Check credentials (GS_CREDENTIALS) in ${from}, or GOOGLE_APPLICATION_CREDENTIALS.`,
    };
  if (status === 403)
    return {
      code: 'bucket-denied',
      message: `The credentials may not ${VERBS[verb]} ${object}`,
      hint: `Give the account the role Storage Object Admin on the bucket, or check bucket_name and location in ${from}.`,
    };
  if (status === 400 && /uniform bucket-level access|legacy ACL/i.test(message))
    return {
      code: 'bucket-acl',
      message: `${name} takes no ACLs, and the settings ask for one`,
      hint: `Remove default_acl (GS_DEFAULT_ACL), and acl in object_parameters, from ${from}; a policy of the bucket makes the files public.`,
    };
  if (status === 400 && /MD5|CRC32C/i.test(message))
    return {
      code: 'bucket-torn',
      message: `${object} did not arrive as it was sent`,
      hint: 'Run again when nothing writes to the file any more, and without a proxy that changes what passes.',
    };
  if (/kms/i.test(message))
    return {
      code: 'bucket-encryption',
      message: `${name} can't use the encryption key`,
      hint: `Check kms_key_name in object_parameters of ${from}.`,
    };
  if (isBucketMissing(refusal) || (status === 404 && (verb === 'list' || verb === 'put')))
    return {
      code: 'bucket-missing',
      message: `There is no bucket ${JSON.stringify(spec.bucket)} at ${endpoint.host}`,
      hint: `Check bucket_name (GS_BUCKET_NAME) in ${from}, or make the bucket.`,
    };
  return {
    code: 'bucket-refused',
    message: `${name} refused to ${VERBS[verb]} ${key}`.trimEnd(),
    hint: `The store says why; its settings are ${from}.`,
  };
}
