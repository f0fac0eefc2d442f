import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

export interface Answer {
  readonly status: number;
  /** By name in lower case; a header that came twice has both values, with `; again: ` between them. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came, without the framing of chunks. */
  readonly body: Buffer;
}

export interface Asked {
  readonly method?: string;
  /** As it stands in the request line: nothing is encoded or resolved here. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one request over a connection of its own, byte for byte, and reads the answer to its end. */
export function request(port: number, { method = 'GET', target, headers = {} }: Asked): Promise<Answer> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const text = `${method} ${target} HTTP/1.1\r\nHost: localhost\r\n${lines.join('')}Connection: close\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(text, 'latin1')));
    socket.on('data', (part) => parts.push(part));
    socket.on('error', reject);
    socket.on('close', () => {
      try {
        resolve(parse(Buffer.concat(parts), method));
      } catch (error) {
        reject(error);
      }
    });
  });
}

function parse(bytes: Buffer, method: string): Answer {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) throw new Error(`no HTTP answer: ${bytes.toString('latin1').slice(0, 200)}`);
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]}; again: ${value}` : value;
  }
  let body = bytes.subarray(end + 4);
  if (headers['transfer-encoding'] === 'chunked' && method !== 'HEAD') body = unchunked(body);
  return { status: Number(first.split(' ')[1]), headers, body };
}

function unchunked(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const line = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.subarray(at, line).toString('latin1'), 16);
    if (!(size > 0)) break;
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 4 + size;
  }
  return Buffer.concat(parts);
}

/** The content of an answer, whatever its coding. */
export function decoded({ headers, body }: Pick<Answer, 'headers' | 'body'>): Buffer {
  switch (headers['content-encoding']) {
    case undefined:
      return body;
    case 'gzip':
      return gunzipSync(body);
    case 'br':
      return brotliDecompressSync(body);
    default:
      throw new Error(`sent as ${headers['content-encoding']}`);
  }
}
