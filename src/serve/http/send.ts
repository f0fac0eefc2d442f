import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { errnoOf } from '../../errors.ts';
import { evaluate } from './conditions.ts';
import type { Content } from './content.ts';
import { sendText } from './text.ts';

/** One representation of a file, ready to be sent. */
export interface Offer {
  readonly content: Content;
  /** Strong. */
  readonly etag: string;
  /** Headers of a 304, names and values in turn. */
  readonly validators: readonly string[];
  /** Headers of the whole, names and values in turn. */
  readonly headers: readonly string[];
  /** Headers of a part, names and values in turn; its place and length come with it. */
  readonly ofPart: readonly string[];
}

/** What an offer is made of. `always`: headers that a 304 has too, such as Vary. `described`: headers of the bytes. */
export interface Representation extends Pick<Offer, 'content' | 'etag'> {
  readonly always: readonly string[];
  readonly described: readonly string[];
}

/** Prepares a representation: what can be told before a request is known is told once. */
export function makeOffer({ content, etag, always, described }: Representation): Offer {
  const validators = ['ETag', etag, 'Last-Modified', content.lastModified, ...always];
  const ofPart = [...validators, ...described];
  return { content, etag, validators, ofPart, headers: [...ofPart, ...lengthHeaders(content.size)] };
}

function lengthHeaders(length: number): readonly string[] {
  return ['Accept-Ranges', 'bytes', 'Content-Length', String(length)];
}

/** Answers a GET or HEAD with a file: whole, a part of it, or that the client has it already. */
export function sendOffer(req: IncomingMessage, res: ServerResponse, offer: Offer): Promise<void> | void {
  const { content, etag, validators, headers, ofPart } = offer;
  const { size, lastModified } = content;
  const verdict = evaluate(req.method, req.headers, { etag, lastModified, size });
  switch (verdict.kind) {
    case 'not-modified':
      res.writeHead(304, raw(validators)).end();
      return;
    case 'precondition-failed':
      return sendText(req, res, 412, 'The file is not the one that the request is about.\n');
    case 'range-unsatisfiable':
      return sendText(req, res, 416, `The file has ${size} bytes.\n`, ['Content-Range', `bytes */${size}`]);
    case 'part': {
      const { start, end } = verdict;
      const range = ['Content-Range', `bytes ${start}-${end}/${size}`, ...lengthHeaders(end - start + 1)];
      return sendBytes(req, res, 206, [...ofPart, ...range], content, start, end);
    }
    case 'whole':
      return sendBytes(req, res, 200, headers, content, 0, size - 1);
  }
}

function sendBytes(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  headers: readonly string[],
  content: Content,
  start: number,
  end: number,
): Promise<void> | void {
  const { bytes, size } = content;
  if (req.method === 'HEAD') res.writeHead(status, raw(headers)).end();
  else if (bytes === null) return stream(req, res, status, headers, content, start, end);
  else if (end - start + 1 < size) res.writeHead(status, raw(headers)).end(bytes.subarray(start, end + 1));
  else res.writeHead(status, raw(headers)).end(bytes);
}

/** Node's types ask for a list that may be written to; Node writes to none. */
function raw(headers: readonly string[]): string[] {
  return headers as string[];
}

/** Sends a large file from the disk. If it is cut off meanwhile, so is the connection: a client must not take it for the whole. */
async function stream(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  headers: readonly string[],
  { file, size, mtimeMs }: Content,
  start: number,
  end: number,
): Promise<void> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return sendText(req, res, 503, 'The file was there a moment ago. Ask again.\n');
  }
  try {
    const now = await handle.stat();
    if (!now.isFile() || now.size !== size || now.mtimeMs !== mtimeMs)
      return sendText(req, res, 503, 'The file has just changed. Ask again.\n');
    res.writeHead(status, raw(headers));
    const source = handle.createReadStream({ start, end, autoClose: false });
    await pipeline(source, res, { end: false });
    if (source.bytesRead === end - start + 1) res.end();
    else res.destroy();
  } catch (error) {
    // The client has gone, or the disk fails: either way there is nobody to tell but the connection.
    if (errnoOf(error) === undefined) throw error;
    res.destroy();
  } finally {
    await handle.close();
  }
}
