import { CollectstaticError } from '../../errors.ts';
import type { Problem } from '../../types/problem.ts';
import { storeFailure } from '../transport/failure.ts';
import { isNetworkFailure, networkProblem } from '../transport/network-failure.ts';
import { BY_CODE, BY_STATUS, endpointHint, notS3, refused } from './causes.ts';
import type { Doing, Store } from './store.ts';

export interface SdkError extends Error {
  readonly Code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Record<string, string> };
}

/** The store's own code of a failure (`NoSuchBucket`); `''` where there is none. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { Code, name } = error as SdkError;
  return Code ?? name;
}

export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const { $metadata, $response } = error as SdkError;
  return $metadata?.httpStatusCode ?? $response?.statusCode;
}

export function attemptsOf(error: unknown): number {
  return (error as SdkError).$metadata?.attempts ?? 1;
}

/** Whether the same request may succeed a moment later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof CollectstaticError) return false;
  if (isNetworkFailure(error) || codeOf(error) === 'RequestTimeout') return true;
  return [429, 500, 502, 503, 504].includes(statusOf(error) ?? 0);
}

/** Turns what the SDK threw into one problem. */
export function s3Failure(error: unknown, doing: Doing, store: Store): unknown {
  return storeFailure(error, (thrown) => problemOf(thrown, doing, store), store.secrets);
}

function problemOf(error: Error, doing: Doing, store: Store): Omit<Problem, 'severity'> | undefined {
  const { name, endpoint, from } = store;
  const network = networkProblem(error, {
    name,
    host: endpoint.host,
    hint: endpointHint(store),
    verify: `verify (AWS_S3_VERIFY) in ${from}, or AWS_CA_BUNDLE in the environment`,
  });
  if (network !== undefined) return network;
  const code = codeOf(error);
  const status = statusOf(error);
  const about = { doing, store, code };
  const cause = [code, status === undefined ? '' : ` (HTTP ${status})`, ': ', error.message].join('');
  if (isUnreadable(error)) return { ...notS3(about), cause: `HTTP ${status ?? 'answer'} that is not of S3` };
  const words = BY_CODE[code] ?? BY_STATUS[status ?? 0];
  if (words !== undefined) return { ...words(about), cause };
  return status === undefined ? undefined : { ...refused(about), cause };
}

/** The SDK could not read the answer: it was a page of something else. */
function isUnreadable(error: Error): boolean {
  return /deserialization error|char '.' is not expected|Unparseable XML|unclosed|Expected closing tag/i.test(
    error.message,
  );
}
