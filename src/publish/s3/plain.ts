import type { PutRequest } from '../../types/bucket.ts';
import type { WholeQuestion } from '../transport/connections.ts';
import type { HttpAnswer } from '../transport/http-request.ts';
import { learnTime } from '../transport/learn-time.ts';
import { isUnreachable } from '../transport/network-failure.ts';
import type { Known } from './client.ts';
import { type Page, parsePage } from './listing.ts';
import { withoutQuotes } from './parameters.ts';
import { encodeKey, encodePart, type Keys, signerFor, type Unsigned } from './signature.ts';

/**
 * Requests of the plain kind without the SDK, which takes more than four times their processor time and has to be loaded. They
 * know what all goes well looks like, and nothing else: `undefined` means that the SDK has to make the same request, with its
 * waits, redirects and words for what is wrong.
 */
export interface PlainRequests {
  /** One page of a listing; `token`: of the page before it. */
  list(prefix: string, token: string | undefined): Promise<Page | undefined>;
  get(
    key: string,
    maxBytes: number,
  ): Promise<{ readonly bytes: Uint8Array; readonly etag: string } | undefined>;
  /**
   * Puts a small object. `crc`: CRC-32 in base64, where the store is to have it too. `refused`: its condition does not
   * hold. `unanswered`: as `undefined`, but the object may be there already.
   */
  put(
    request: PutRequest,
    bytes: Buffer,
    crc: string | undefined,
  ): Promise<{ readonly etag: string } | 'refused' | 'unanswered' | undefined>;
}

export interface PlainAccess {
  readonly known: Known;
  /** Whom to sign as; resolves anew where keys run out. */
  readonly keys: () => Promise<Keys>;
  readonly ask: (question: WholeQuestion) => Promise<HttpAnswer>;
}

/** After a PUT that did not go well, so many go by the SDK, which knows how to wait. */
const REST = 100;
/** Bytes. A page of a listing has a thousand keys of at most 1,024 bytes, percent-encoded. */
const LONGEST_PAGE = 1 << 23;
const LONGEST_WORDS = 1 << 16;
const NOTHING = Buffer.alloc(0);

export function plainRequests({ known, keys, ask }: PlainAccess): PlainRequests {
  let signer: { readonly region: string; readonly sign: ReturnType<typeof signerFor> } | undefined;
  let rest = 0;

  /** `unanswered`: it may have been carried out; `undefined` where the way is not known. */
  async function send(
    request: Omit<Unsigned, 'path'>,
    key: string,
    maxBytes: number,
  ): Promise<HttpAnswer | 'unanswered' | undefined> {
    const { route } = known;
    if (route === undefined) return undefined;
    const { region, origin, host } = route;
    // The bucket itself is asked for without the slash that its keys begin with.
    const path = key === '' && route.root !== '/' ? route.root.slice(0, -1) : route.root + encodeKey(key);
    if (signer?.region !== region) signer = { region, sign: signerFor(region) };
    const { method, query, body } = request;
    const now = new Date(Date.now() + known.clockOffset);
    const unsigned = { ...request, path, headers: { ...request.headers, host } };
    // Where there are no keys any more, the SDK says so when it makes the request.
    const signing = await keys().catch(() => undefined);
    if (signing === undefined) return undefined;
    const headers = signer.sign(unsigned, signing, now);
    if (method === 'PUT') headers['content-length'] = String(body.length);
    const url = new URL(`${origin}${path}${query === '' ? '' : `?${query}`}`);
    try {
      const answer = await ask({
        url,
        method,
        headers,
        body: body.length === 0 ? [] : [body as Buffer],
        maxBytes,
      });
      known.hasAnswered = true;
      learnClock(known, answer);
      learnTime(known, answer.headers.date);
      return answer;
    } catch (error) {
      if (!known.hasAnswered && isUnreachable(error)) known.unreached++;
      return 'unanswered';
    }
  }

  return {
    async list(prefix, token) {
      const query = [
        ...(token === undefined ? [] : [`continuation-token=${encodePart(token)}`]),
        'encoding-type=url',
        'list-type=2',
        `prefix=${encodePart(prefix)}`,
      ].join('&');
      const answer = await send({ method: 'GET', query, headers: {}, body: NOTHING }, '', LONGEST_PAGE);
      return isAnswer(answer) && answer.status === 200 ? parsePage(answer.body.toString('utf8')) : undefined;
    },

    async get(key, maxBytes) {
      const answer = await send({ method: 'GET', query: '', headers: {}, body: NOTHING }, key, maxBytes);
      const etag = etagOf(answer);
      return !isAnswer(answer) || etag === undefined || 'content-encoding' in answer.headers
        ? undefined
        : { bytes: answer.body, etag };
    },

    async put(request, bytes, crc) {
      const headers = plainHeaders(request, crc);
      if (headers === undefined) return undefined;
      if (rest > 0) {
        rest--;
        return undefined;
      }
      const answer = await send(
        { method: 'PUT', query: '', headers, body: bytes },
        request.key,
        LONGEST_WORDS,
      );
      if (!isAnswer(answer)) return answer;
      const etag = etagOf(answer);
      if (etag !== undefined) return { etag };
      if (answer.status === 412 && request.condition !== undefined) return 'refused';
      if (answer.status === 503 || answer.status === 429) known.slowDowns++;
      rest = REST;
      // A gateway may say so of what the store behind it has done.
      return answer.status >= 500 ? 'unanswered' : undefined;
    },
  };
}

/** The store's clock, where it refuses a request because ours is off: the SDK is then right at its first attempt. */
function learnClock(known: Known, { status, headers, body }: HttpAnswer): void {
  if (status !== 403 || !/<Code>Request(?:TimeTooSkewed|Expired|InTheFuture)</.test(body.toString('latin1')))
    return;
  const time = Date.parse(String(headers.date));
  if (!Number.isNaN(time)) known.clockOffset = time - Date.now();
}

function isAnswer(answer: HttpAnswer | 'unanswered' | undefined): answer is HttpAnswer {
  return typeof answer === 'object';
}

function etagOf(answer: HttpAnswer | 'unanswered' | undefined): string | undefined {
  const etag = isAnswer(answer) && answer.status === 200 ? answer.headers.etag : undefined;
  return typeof etag === 'string' ? withoutQuotes(etag) || undefined : undefined;
}

/** The headers of a PUT that asks for nothing out of the ordinary; `undefined` for any other. */
function plainHeaders(
  { headers, traits, md5, condition }: PutRequest,
  crc: string | undefined,
): Record<string, string> | undefined {
  if (traits.extra !== undefined || headers.expires !== undefined) return undefined;
  const plain: Record<string, string> = {
    'content-md5': Buffer.from(md5, 'hex').toString('base64'),
    'content-type': headers.contentType,
  };
  const given = (name: string, value: string | undefined): void => {
    if (value !== undefined) plain[name] = value;
  };
  given('cache-control', headers.cacheControl);
  given('content-encoding', headers.contentEncoding);
  given('content-disposition', headers.contentDisposition);
  given('content-language', headers.contentLanguage);
  given('x-amz-acl', traits.acl);
  given('x-amz-storage-class', traits.storageClass);
  given('x-amz-checksum-crc32', crc);
  for (const [name, value] of Object.entries(headers.metadata ?? {})) given(`x-amz-meta-${name}`, value);
  if (condition === 'absent') plain['if-none-match'] = '*';
  else if (condition !== undefined) plain['if-match'] = `"${condition.etag}"`;
  const isPlain = Object.entries(plain).every(
    ([name, value]) => /^[a-z\d-]+$/.test(name) && /^[\x20-\x7e]+$/.test(value),
  );
  return isPlain ? plain : undefined;
}
