import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type HttpAnswer, parseAnswer } from '../../serve/http-answer.ts';

export interface Asked {
  readonly method?: string;
  /** As it stands in the request line: nothing is encoded or resolved here. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one request over a connection of its own, byte for byte, and reads the answer to its end. */
export function request(port: number, { method = 'GET', target, headers = {} }: Asked): Promise<HttpAnswer> {
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

/** A body in answer to HEAD is kept as it came, for it is wrong whatever it is. */
function parse(bytes: Buffer, method: string): HttpAnswer {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) throw new Error(`no HTTP answer: ${bytes.toString('latin1').slice(0, 200)}`);
  const answer = parseAnswer(bytes, '; again: ');
  return method === 'HEAD' ? { ...answer, body: bytes.subarray(end + 4) } : answer;
}

/** The content of an answer, whatever its coding. */
export function decoded({ headers, body }: Pick<HttpAnswer, 'headers' | 'body'>): Buffer {
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
