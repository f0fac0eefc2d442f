import { connect, type Socket } from 'node:net';
import { type HttpAnswer, parseAnswer } from './http-answer.ts';

/** Opens a connection to a server whose URL is given. */
export function openSocket(url: string): Socket {
  return connect(Number(new URL(url).port), '127.0.0.1');
}

/** Sends a request line as it is written, and returns the answer. */
export function ask(
  url: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
  body = '',
): Promise<HttpAnswer> {
  const lines = Object.entries({ Host: new URL(url).host, Connection: 'close', ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return sendRaw(url, `${method} ${target} HTTP/1.1\r\n${head}\r\n${body}`);
}

/** Sends bytes (latin1), and returns what came until the server closed the connection. */
export async function sendRaw(url: string, bytes: string): Promise<HttpAnswer> {
  const socket = openSocket(url);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write(bytes, 'latin1');
  await new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
    // A server that refuses may close before it has read everything.
    socket.on('error', () => resolve());
  });
  return parseAnswer(Buffer.concat(chunks));
}
