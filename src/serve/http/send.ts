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
  /** Headers that a 304 has too, names and values in turn: Cache-Control, Vary. */
  readonly always: readonly string[];
  /** Headers of the bytes, names and values in turn: Content-Type, Content-Encoding. */
  readonly described: readonly string[];
}

/** Answers a GET or HEAD with a file: whole, a part of it, or that the client has it already. */
export async function sendOffer(req: IncomingMessage, res: ServerResponse, offer: Offer): Promise<void> {
  const { content, etag, always, described } = offer;
  const { size, lastModified } = content;
  const verdict = evaluate(req.method, req.headers, { etag, lastModified, size });
  const validators = ['ETag', etag, 'Last-Modified', lastModified, ...always];
  switch (verdict.kind) {
    case 'not-modified':
      res.writeHead(304, validators);
      res.end();
      return;
    case 'precondition-failed':
      return sendText(req, res, 412, 'The file is not the one that the request is about.\n');
    case 'range-unsatisfiable':
      return sendText(req, res, 416, `The file has ${size} bytes.\n`, ['Content-Range', `bytes */${size}`]);
    case 'part': {
      const { start, end } = verdict;
      const range = ['Content-Range', `bytes ${start}-${end}/${size}`];
      return sendBytes(req, res, 206, [...validators, ...described, ...range], content, start, end);
    }
    case 'whole':
      return sendBytes(req, res, 200, [...validators, ...described], content, 0, size - 1);
  }
}

async function sendBytes(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  headers: readonly string[],
  content: Content,
  start: number,
  end: number,
): Promise<void> {
  const length = end - start + 1;
  const all = [...headers, 'Accept-Ranges', 'bytes', 'Content-Length', String(length)];
  if (req.method === 'HEAD' || content.bytes !== null) {
    res.writeHead(status, all);
    if (req.method === 'HEAD' || content.bytes === null) res.end();
    else res.end(length === content.size ? content.bytes : content.bytes.subarray(start, end + 1));
    return;
  }
  await stream(req, res, status, all, content, start, end);
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
    res.writeHead(status, [...headers]);
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
