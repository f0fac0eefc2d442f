import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errnoOf } from '../../errors.ts';
import type { Address } from './address.ts';
import { connectTo, waitBefore } from './connect.ts';
import { requestHeaders, responseHeaders } from './headers.ts';

/** What is done to an answer on its way. */
export interface Treatment {
  /** Headers of the request that the application does not see, in lower case. */
  readonly dropRequest: readonly string[];
  /** Returns what the body of an answer goes through; `null` leaves it as it is. */
  readonly transform: (response: IncomingMessage) => Transform | null;
}

export const UNTOUCHED: Treatment = { dropRequest: [], transform: () => null };

/** Bytes of the largest head of an answer. */
const HEADER_LIMIT = 256 * 1024;

const NOTHING: Buffer = Buffer.alloc(0);

/** Methods that may be sent twice: they change nothing. */
const SAFE: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Hands a request on to the application, and streams its answer back. While the application is away, it is tried again:
 * `attempts` times to reach it, and so often too for a request that changes nothing and was cut off before the answer began.
 * Throws if there is no answer; then nothing has been sent to the client.
 */
export async function forward(
  address: Address,
  req: IncomingMessage,
  res: ServerResponse,
  { attempts, treatment = UNTOUCHED }: { readonly attempts: number; readonly treatment?: Treatment },
): Promise<void> {
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  try {
    const response = await ask(address, req, treatment, attempts, gone.signal);
    await answer(req, res, response, treatment);
  } catch (error) {
    // A client that has gone away needs no answer.
    if (gone.signal.aborted) return;
    throw error;
  }
}

async function ask(
  address: Address,
  req: IncomingMessage,
  treatment: Treatment,
  attempts: number,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  for (let attempt = 1; ; attempt += 1) {
    const socket = await connectTo(address, attempts, signal);
    try {
      return await exchange(socket, req, treatment, signal);
    } catch (error) {
      const mayRepeat = SAFE.has(req.method) && !hasBody(req) && isCutOff(error);
      if (!mayRepeat || attempt >= attempts || signal.aborted) throw error;
    }
    await waitBefore(attempt, signal);
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function isCutOff(error: unknown): boolean {
  return errnoOf(error) === 'ECONNRESET' || errnoOf(error) === 'EPIPE';
}

/** Sends the request over a connection of its own, and waits for the head of the answer. */
function exchange(
  socket: Socket,
  req: IncomingMessage,
  { dropRequest }: Treatment,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = [...requestHeaders(req, dropRequest), 'Connection', 'close'];
    if (req.headers['transfer-encoding'] !== undefined) headers.push('Transfer-Encoding', 'chunked');
    const upstream = request({
      createConnection: () => socket,
      method: req.method,
      path: req.url,
      // Node would add its own Host otherwise.
      setHost: false,
      headers,
      maxHeaderSize: HEADER_LIMIT,
      signal,
    });
    upstream.on('error', reject);
    upstream.on('response', resolve);
    // An application that changes protocols without being asked is none that can be spoken to.
    upstream.on('upgrade', (_response, other) => {
      other.destroy();
      reject(new Error('it changed to another protocol'));
    });
    if (hasBody(req)) req.pipe(upstream);
    else upstream.end();
  });
}

async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  response: IncomingMessage,
  { transform }: Treatment,
): Promise<void> {
  const through = req.method === 'HEAD' ? null : transform(response);
  // What goes through may come out longer.
  const headers = responseHeaders(response, through === null ? [] : ['content-length', 'accept-ranges']);
  res.writeHead(response.statusCode ?? 502, response.statusMessage, headers);
  // Events may be a long time coming; their head must not wait for them. flushHeaders() would write it as UTF-8.
  res.write(NOTHING);
  try {
    await (through === null ? pipeline(response, res) : pipeline(response, through, res));
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    // The head is out: only the end of the connection can say that the rest is missing.
    res.destroy();
  }
}
