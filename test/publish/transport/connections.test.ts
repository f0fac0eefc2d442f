import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { UnknownAnswer } from '../../../src/publish/transport/answer.ts';
import { type Connections, openConnections } from '../../../src/publish/transport/connections.ts';
import { TooLong } from '../../../src/publish/transport/http-request.ts';

let server: Server | undefined;
let connections: Connections | undefined;

afterEach(() => {
  connections?.close();
  server?.close();
});

/** A server that answers each request without a body with the next of these pieces of text, each sent on its own. */
async function serving(...answers: readonly (readonly string[])[]): Promise<{ url: URL; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  let next = 0;
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', async () => {
      for (const piece of answers[next++] ?? []) {
        if (piece === 'END') socket.destroy();
        else await new Promise((resolve) => socket.write(piece, 'latin1', resolve));
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  connections = openConnections({});
  return { url: new URL(`http://127.0.0.1:${port}/a?b=c`), sockets };
}

const ask = (url: URL, maxBytes = 1000): ReturnType<Connections['ask']> =>
  (connections as Connections).ask({ url, method: 'GET', headers: { host: 'h' }, body: [], maxBytes });

test('reads answers of known length and in chunks, in whatever pieces they come, by one connection', async () => {
  const { url, sockets } = await serving(
    ['HTTP/1.1 200 OK\r\nETag: "x"\r\nContent-Le', 'ngth: 5\r\n\r', '\nab', 'cde'],
    [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r',
      '\nA;x=y\r\n0123456789\r\n',
      '0\r\n\r\n',
    ],
    ['HTTP/1.1 204 No Content\r\n\r\n'],
    ['HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n'],
  );
  expect(await ask(url)).toEqual({
    status: 200,
    headers: { etag: '"x"', 'content-length': '5' },
    body: Buffer.from('abcde'),
  });
  expect(String((await ask(url)).body)).toBe('abc0123456789');
  expect((await ask(url)).status).toBe(204);
  expect((await ask(url)).status).toBe(404);
  expect(sockets).toHaveLength(1);
});

test.each([
  ['HTTP/1.1 200 OK\r\ncontent-length: 0\r\nConnection: close\r\n\r\n'],
  ['HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n'],
])('does not use a connection again that the other side will close: %j', async (first) => {
  const { url, sockets } = await serving([first], ['HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n']);
  await ask(url);
  await ask(url);
  expect(sockets).toHaveLength(2);
});

test.each([
  ['HTTP/1.1 200 OK\r\n\r\nuntil the end'],
  ['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'],
  ['HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
  ['HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n'],
  ['HTTP/1.1 200 OK\r\ncontent-length: +1\r\n\r\na'],
  ['HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nab'],
  ['HTTP/1.1 200 OK\r\ncontent-length : 1\r\n\r\na'],
  ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nx\r\n'],
  ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabc\r\n'],
  ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx: trailer\r\n\r\n'],
  ['<html>'.repeat(20_000)],
  ['SSH-2.0-OpenSSH\r\n\r\n'],
])('refuses what is not an answer of the plain kind: %.90j', async (text) => {
  const { url } = await serving([text]);
  await expect(ask(url)).rejects.toBeInstanceOf(UnknownAnswer);
});

test('breaks off an answer of too many bytes', async () => {
  const { url } = await serving(
    ['HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n'],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3e9\r\n'],
  );
  await expect(ask(url)).rejects.toBeInstanceOf(TooLong);
  await expect(ask(url)).rejects.toBeInstanceOf(TooLong);
});

test('opens connections before they are needed, and takes those first that stand', async () => {
  const ok = ['HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'];
  const { url, sockets } = await serving(ok, ok, ok, ok);
  await ask(url);
  connections?.open(url.origin, 3);
  expect((await ask(url)).status).toBe(200);
  await Promise.all([ask(url), ask(url)]);
  await expect.poll(() => sockets).toHaveLength(3);
  expect(sockets.map(({ bytesRead }) => bytesRead > 0)).toEqual([true, true, false]);
});

test('rejects where the connection breaks, and opens another one', async () => {
  const { url } = await serving(
    ['HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc', 'END'],
    ['HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'],
  );
  await expect(ask(url)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(String((await ask(url)).body)).toBe('ok');
  await new Promise((resolve) => server?.close(resolve) && connections?.close());
  await expect(ask(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
