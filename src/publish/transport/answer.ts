import type { HttpAnswer } from './http-request.ts';
import { TooLong } from './http-request.ts';

/** An answer that is not of the plain kind that is read here. */
export class UnknownAnswer extends Error {}

/** Bytes. */
const LONGEST_HEAD = 1 << 16;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** A whole answer, and whether the next request may go by the same connection. */
export interface ReadAnswer {
  readonly answer: HttpAnswer;
  readonly isKept: boolean;
}

/** What follows a head. */
interface Body {
  /** Takes what has arrived; returns the whole body once it is there. */
  readonly take: (data: Buffer) => Buffer | undefined;
}

/**
 * Makes a reader of one HTTP/1.1 answer to a GET or a PUT: it takes what arrives, and returns the answer once it is whole. Throws
 * `UnknownAnswer` for what is neither of known length nor in chunks, and `TooLong` for a body of more than `maxBytes`.
 */
export function answerReader(maxBytes: number): (data: Buffer) => ReadAnswer | undefined {
  let head: ReturnType<typeof parseHead> | undefined;
  let body: Body | undefined;
  let rest: Buffer = Buffer.alloc(0);

  return (data) => {
    let arrived = data;
    if (head === undefined || body === undefined) {
      rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
      const end = rest.indexOf(END_OF_HEAD);
      if (end < 0) {
        if (rest.length > LONGEST_HEAD) throw new UnknownAnswer('a head without an end');
        return undefined;
      }
      head = parseHead(rest.toString('latin1', 0, end));
      body = bodyOf(head, maxBytes);
      arrived = rest.subarray(end + END_OF_HEAD.length);
    }
    const whole = body.take(arrived);
    if (whole === undefined) return undefined;
    const { status, headers, isKept } = head;
    return { answer: { status, headers, body: whole }, isKept };
  };
}

function parseHead(text: string): {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly isKept: boolean;
} {
  const [first = '', ...lines] = text.split('\r\n');
  const [, minor, code] = /^HTTP\/1\.([01]) ([2-5]\d\d)(?: |$)/.exec(first) ?? [];
  if (code === undefined) throw new UnknownAnswer(first);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon < 1 || /[\s]/.test(name)) throw new UnknownAnswer('a line that is no header');
    // Two lengths, and nobody knows where the next answer begins.
    if (name in headers && /^(?:content-length|transfer-encoding)$/.test(name))
      throw new UnknownAnswer(`${name} twice`);
    headers[name] = line.slice(colon + 1).trim();
  }
  const isKept = minor === '1' && !/\bclose\b/i.test(headers.connection ?? '');
  return { status: Number(code), headers, isKept };
}

function bodyOf({ status, headers }: ReturnType<typeof parseHead>, maxBytes: number): Body {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  if (status === 204 || status === 304) return bodyOfLength(0, maxBytes);
  if (encoding === undefined && length !== undefined && /^\d{1,15}$/.test(length))
    return bodyOfLength(Number(length), maxBytes);
  if (length === undefined && encoding?.toLowerCase() === 'chunked') return bodyInChunks(maxBytes);
  throw new UnknownAnswer('a body of unknown length');
}

function bodyOfLength(length: number, maxBytes: number): Body {
  if (length > maxBytes) throw new TooLong();
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    take(data) {
      chunks.push(data);
      size += data.length;
      if (size > length) throw new UnknownAnswer('more than was announced');
      return size === length ? Buffer.concat(chunks) : undefined;
    },
  };
}

function bodyInChunks(maxBytes: number): Body {
  const chunks: Buffer[] = [];
  let size = 0;
  let rest: Buffer = Buffer.alloc(0);
  return {
    take(data) {
      rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
      for (;;) {
        const end = rest.indexOf('\r\n');
        if (end < 0) {
          if (rest.length > LONGEST_HEAD) throw new UnknownAnswer('a chunk without a length');
          return undefined;
        }
        const [, hex] = /^([\da-f]{1,8})(?:[ \t;]|$)/i.exec(rest.toString('latin1', 0, end)) ?? [];
        if (hex === undefined) throw new UnknownAnswer('a chunk without a length');
        const length = Number.parseInt(hex, 16);
        const from = end + 2;
        size += length;
        if (size > maxBytes) throw new TooLong();
        if (rest.length < from + length + 2) {
          size -= length;
          return undefined;
        }
        if (rest.toString('latin1', from + length, from + length + 2) !== '\r\n')
          throw new UnknownAnswer('a chunk of another length, or trailers');
        if (length === 0) {
          if (rest.length > from + 2) throw new UnknownAnswer('more than was announced');
          return Buffer.concat(chunks);
        }
        chunks.push(rest.subarray(from, from + length));
        rest = rest.subarray(from + length + 2);
      }
    },
  };
}
