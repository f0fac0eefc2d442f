import { type Agent as HttpAgent, request as requestHttp } from 'node:http';
import { type Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';

/** Milliseconds without a byte on the connection. */
const TIMEOUT = 120_000;

export interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface HttpQuestion {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Pieces that are sent one after the other; Content-Length is the caller's. */
  readonly body: readonly (Buffer | Readable)[];
  /** An answer of more bytes is broken off, and comes as an error. */
  readonly maxBytes?: number;
}

export class TooLong extends Error {}

/** Makes one request and reads the answer. Rejects with the error of the connection, or with `TooLong`. */
export function askHttp(question: HttpQuestion, { httpAgent, httpsAgent }: Agents): Promise<HttpAnswer> {
  const { url, method, headers, body, maxBytes = Number.POSITIVE_INFINITY } = question;
  return new Promise((resolve, reject) => {
    const options = { method, headers, timeout: TIMEOUT };
    const request =
      url.protocol === 'https:'
        ? requestHttps(url, { ...options, agent: httpsAgent })
        : requestHttp(url, { ...options, agent: httpAgent });
    request.on('error', reject);
    request.once('timeout', () =>
      request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })),
    );
    request.once('response', (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes && answer.statusCode === 200) {
          reject(new TooLong());
          request.destroy();
        } else chunks.push(chunk);
      });
      answer.on('error', reject);
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    const [first, ...others] = body;
    if (others.length === 0 && (first === undefined || Buffer.isBuffer(first)))
      return void request.end(first);
    const write = async (): Promise<void> => {
      for (const piece of body) {
        if (Buffer.isBuffer(piece)) request.write(piece);
        else for await (const chunk of piece) if (!request.write(chunk)) await drained(request);
      }
      request.end();
    };
    write().catch((error: Error) => request.destroy(error));
  });
}

function drained(request: ReturnType<typeof requestHttp>): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      request.off('drain', settle);
      request.off('close', fail);
      resolve();
    };
    const fail = (): void => reject(new Error('the connection was closed'));
    request.once('drain', settle);
    request.once('close', fail);
  });
}
