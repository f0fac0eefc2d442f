import type { IncomingHttpHeaders } from 'node:http';

/** A request that came to the proxy. */
export interface Passed {
  /** Counts from 1. */
  readonly number: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Bytes of the body that were sent on so far. */
  readonly body: number;
}

/** `cut`: the server never sees it; `cut-answer`: the server does it, the client never knows; or an answer in its place. */
export type Action =
  | 'pass'
  | 'cut'
  | 'cut-answer'
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

export interface ProxyOptions {
  /** Milliseconds added to each request. */
  readonly latency?: number;
  /** Asked for each request before it is sent on. */
  readonly decide?: (request: Passed) => Action | Promise<Action>;
}

export interface CountingProxy {
  readonly url: string;
  readonly passed: readonly Passed[];
  /** The most requests that were on their way at once. */
  readonly peak: number;
  reset(): void;
  stop(): Promise<void>;
}

export declare const SLOW_DOWN: Action;
export declare function startProxy(upstream: string, options?: ProxyOptions): Promise<CountingProxy>;
export declare function countRequests(passed: readonly Passed[]): Readonly<Record<string, number>>;
