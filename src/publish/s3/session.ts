import { retryTransient } from '../transport/retry.ts';
import type { Aws } from './client.ts';
import { codeOf, isTransient, s3Failure } from './failure.ts';
import type { PlainRequests } from './plain.ts';
import type { Doing, Store } from './store.ts';

/** An open store, and what has been learnt about it. */
export interface Session {
  readonly store: Store;
  readonly bucket: string;
  /** How often a request is tried in all. */
  readonly attempts: number;
  readonly plain: PlainRequests;
  /** The SDK, which is loaded at the first call. */
  readonly aws: () => Promise<Aws>;
  /** Whether DeleteObjects is there: Google's store and some others know single removals only. */
  removesMany: boolean;
}

const CLOCK = new Set(['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture']);

/** Makes a request; what goes wrong becomes a problem of the store. A wrong clock is known after the first answer. */
export async function send<Answer>(
  session: Session,
  doing: Doing,
  call: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await call().catch((error: unknown) => {
      // The SDK has learnt the store's time from its answer.
      if (CLOCK.has(codeOf(error))) return call();
      throw error;
    });
  } catch (error) {
    throw s3Failure(error, doing, session.store);
  }
}

/** For what the SDK does not try again by itself: a stream is used up, an answer breaks while it is read. */
export function again<Answer>({ attempts }: Session, call: () => Promise<Answer>): Promise<Answer> {
  return retryTransient(call, isTransient, attempts);
}
