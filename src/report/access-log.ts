import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { errnoWords, fail } from '../errors.ts';
import { isRecord } from '../text/json.ts';
import { unquote } from '../text/percent-encoding.ts';

/** What a log says of static files. */
export interface AccessLog {
  /** Lines that are requests, and lines that are not. */
  readonly lines: number;
  readonly unread: number;
  /** Paths below STATIC_URL that were asked for, and how often in all. */
  readonly paths: ReadonlySet<string>;
  readonly static: number;
  readonly from: string | null;
  readonly to: string | null;
}

interface Request {
  readonly url: string;
  readonly date: string | null;
}

/**
 * Reads an access log, plain or `.gz`: the combined and common formats of nginx and Apache, and JSON, one object a line. Throws
 * CollectstaticError `access-log-unreadable`, also for a file none of whose lines is a request.
 */
export async function readAccessLog(file: string, staticUrl: string): Promise<AccessLog> {
  const paths = new Set<string>();
  const counts = { lines: 0, unread: 0, static: 0 };
  let [from, to]: [string | null, string | null] = [null, null];
  try {
    for await (const line of linesOf(file)) {
      if (line.trim() === '') continue;
      const request = requestIn(line);
      if (request === null) {
        counts.unread++;
        continue;
      }
      counts.lines++;
      from ??= request.date;
      to = request.date ?? to;
      const path = pathBelow(request.url, staticUrl);
      if (path === null) continue;
      counts.static++;
      paths.add(path);
    }
  } catch (error) {
    throw unreadable(file, errnoWords(error));
  }
  if (counts.lines === 0)
    throw unreadable(file, counts.unread === 0 ? 'it is empty' : 'none of its lines is a request');
  return { ...counts, paths, from, to };
}

function linesOf(file: string): AsyncIterable<string> {
  const stream = createReadStream(file);
  const input = file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream;
  // What goes wrong with the file has to reach whoever reads the lines.
  stream.on('error', (error) => input.destroy(error));
  return lines(input);
}

async function* lines(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  let failure: Error | undefined;
  const reader = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  input.on('error', (error) => {
    failure = error;
    reader.close();
  });
  yield* reader;
  if (failure !== undefined) throw failure;
}

/** `1.2.3.4 - - [28/Nov/2026:22:04:54 +0000] "GET /static/a.css HTTP/1.1" 200 512` */
const COMBINED = /\[([^\]]+)\]\s+"[A-Z]+ (\S+)[^"]*"\s+\d{3}\b/;
/** Where loggers put the path of a request, and its time. */
const URL_FIELDS = ['request_uri', 'uri', 'request', 'requestURI', 'url', 'path', 'RequestPath', 'message'];
const DATE_FIELDS = ['time_iso8601', 'time', 'timestamp', 'ts', '@timestamp', 'time_local', 'StartUTC'];

/** The request that a line tells of; `null` if it tells of none. */
function requestIn(line: string): Request | null {
  if (line.startsWith('{')) return requestInJson(line);
  const [, date, url] = COMBINED.exec(line) ?? [];
  return date === undefined || url === undefined ? null : { url, date };
}

function requestInJson(line: string): Request | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  const inner = [value.request, value.httpRequest, value.http].filter(isRecord);
  for (const part of [value, ...inner]) {
    for (const field of URL_FIELDS) {
      const url = urlIn(part[field]);
      if (url !== null) return { url, date: dateIn(value) };
    }
  }
  return null;
}

/** A URL, alone or as in `GET /static/a.css HTTP/1.1`. */
function urlIn(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const [, url] = /^(?:[A-Z]+ )?((?:https?:\/)?\/\S*)(?: HTTP\/[\d.]+)?$/.exec(value) ?? [];
  return url ?? null;
}

function dateIn(record: Readonly<Record<string, unknown>>): string | null {
  for (const field of DATE_FIELDS) {
    const value = record[field];
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return new Date(value < 1e11 ? value * 1000 : value).toISOString();
  }
  return null;
}

/** The path below STATIC_URL; `null` for a URL elsewhere. STATIC_URL may be of another host, as a CDN's is. */
function pathBelow(url: string, staticUrl: string): string | null {
  const [path = ''] = url.replace(/^https?:\/\/[^/]*/i, '').split(/[?#]/, 1);
  const prefix = staticUrl.replace(/^(?:https?:)?\/\/[^/]*/i, '');
  return path.startsWith(prefix) ? unquote(path.slice(prefix.length)) : null;
}

function unreadable(file: string, cause: string): Error {
  return fail({
    code: 'access-log-unreadable',
    message: `The access log ${file} can't be read`,
    at: { file },
    cause,
    hint: 'It has to be in the combined or common format of nginx and Apache, or JSON, one object a line; plain or .gz.',
  });
}
