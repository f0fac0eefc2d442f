import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Address } from './address.ts';
import { connectTo } from './connect.ts';

/**
 * Connects a websocket to the application: the request as it came, then bytes in both directions. Nothing is sent before the
 * application listens, so that it may be tried again, `attempts` times in all.
 */
export async function joinSockets(
  address: Address,
  req: IncomingMessage,
  client: Socket,
  head: Buffer,
  attempts: number,
): Promise<void> {
  const gone = new AbortController();
  client.once('close', () => gone.abort());
  let application: Socket;
  try {
    application = await connectTo(address, attempts, gone.signal);
  } catch {
    client.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    return;
  }
  application.on('error', () => client.destroy());
  client.on('error', () => application.destroy());
  application.on('close', () => client.destroy());
  client.on('close', () => application.destroy());
  client.setNoDelay(true);
  application.write(requestHead(req), 'latin1');
  application.write(head);
  application.pipe(client);
  client.pipe(application);
}

function requestHead({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
