import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  /** Path and query, percent-encoded. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Status, headers and body. */
export type Answer = readonly [status: number, headers: Readonly<Record<string, string>>, body: string];

export interface StubStore {
  readonly url: string;
  readonly asked: Asked[];
  close(): void;
}

/** A server of the loopback that answers as a store does of whose ways no server here is. */
export async function startStub(answer: (asked: Asked) => Answer): Promise<StubStore> {
  const asked: Asked[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url: target = '', headers } = incoming;
    const one = { method, target, headers, body: Buffer.concat(chunks) };
    asked.push(one);
    const [status, told, body] = answer(one);
    response.writeHead(status, { 'content-type': 'application/xml', ...told }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
