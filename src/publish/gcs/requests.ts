import { askHttp, type HttpAnswer, type HttpQuestion, TooLong } from '../transport/http-request.ts';
import { learnTime } from '../transport/learn-time.ts';
import { retryTransient } from '../transport/retry.ts';
import { tooLarge } from '../transport/too-large.ts';
import { gcsFailure, isTransient, Refusal } from './failure.ts';
import type { Doing, Store } from './store.ts';

/** How often a request is tried in all. */
const ATTEMPTS = 8;

interface Question extends Partial<Omit<HttpQuestion, 'url' | 'body'>> {
  /** Below the endpoint. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Made anew for each attempt. */
  readonly body?: () => HttpQuestion['body'];
}

/** Makes a request, again where that may help. Throws a `Refusal` for any answer but 2xx, inside `doing`'s problem. */
export async function ask<Result>(
  store: Store,
  doing: Doing,
  question: Question,
  read: (answer: HttpAnswer) => Result,
  refused: (refusal: Refusal, attempt: number) => Promise<Result> | Result = (refusal) => {
    throw refusal;
  },
): Promise<Result> {
  let attempt = 0;
  const once = async (): Promise<Result> => {
    attempt++;
    const { path, query = {}, headers = {}, method = 'GET', body = () => [], maxBytes } = question;
    const url = new URL(path, store.endpoint);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const authorization = store.token === null ? {} : { authorization: `Bearer ${await store.token()}` };
    const answer = await askHttp(
      {
        url,
        method,
        headers: { ...headers, ...authorization },
        body: body(),
        ...(maxBytes === undefined ? {} : { maxBytes }),
      },
      store.agents,
    ).catch((error: unknown) => {
      if (error instanceof TooLong) throw tooLarge(`${store.name}/${doing.key}`, maxBytes ?? 0);
      throw error;
    });
    learnTime(store, answer.headers.date);
    if (answer.status >= 200 && answer.status < 300) return read(answer);
    const refusal = new Refusal(answer);
    if (answer.status === 429 || answer.status === 503) store.slowDowns++;
    if (isTransient(refusal)) throw refusal;
    return refused(refusal, attempt);
  };
  try {
    return await retryTransient(once, isTransient, ATTEMPTS);
  } catch (error) {
    throw gcsFailure(error, doing, store);
  }
}

/** The path of the bucket's objects, or of one of them. */
export function objectPath({ spec }: Store, key?: string): string {
  const objects = `/storage/v1/b/${encodeURIComponent(spec.bucket)}/o`;
  return key === undefined ? objects : `${objects}/${encodeURIComponent(key)}`;
}
