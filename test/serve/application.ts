import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** An application on the loopback. */
export interface TestApplication {
  readonly port: number;
  readonly server: Server;
}

/** Starts an application that answers as `handler` says. It ends with the test. */
export async function startApplication(
  handler: (req: IncomingMessage, res: ServerResponse) => void,
  port = 0,
): Promise<TestApplication> {
  const server = createServer(handler);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, server };
}

/** Returns the text of a stream as soon as it holds `wanted`. */
export function textWith(stream: NodeJS.ReadableStream, wanted: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (chunk) => {
      text += chunk;
      if (text.includes(wanted)) resolve(text);
    });
    stream.on('end', () => reject(new Error(`ended without ${wanted}: ${text}`)));
  });
}
