import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readAddress } from '../../src/serve/index.ts';
import { makeProject } from '../cli/project.ts';
import { runCli } from '../fake-process.ts';
import { startApplication, textWith } from './application.ts';
import { freePort } from './free-port.ts';
import { parseAnswer } from './http-answer.ts';
import { ask, openSocket, sendRaw } from './raw.ts';
import { startPreview, startServe } from './sites.ts';

const PROJECT = {
  'collectstatic.config.json': JSON.stringify({
    STATIC_URL: '/static/',
    STATIC_ROOT: 'public',
    STATICFILES_DIRS: ['assets'],
  }),
  'assets/a.css': 'a { }\n',
};
const PAGE = '<!doctype html><html><head><title>Shop</title></head><body>hello</body></html>';
const BROWSER = { Accept: 'text/html,*/*', 'Accept-Encoding': 'gzip, br', 'Sec-Fetch-Dest': 'document' };

test.each(['serve', 'preview'])('%s hands requests on as they are', async (kind) => {
  const seen: unknown[] = [];
  const { port } = await startApplication((req, res) => {
    let body = '';
    req.on('data', (chunk) => {
      body += chunk;
    });
    req.on('end', () => {
      const { method, url, headers } = req;
      seen.push({ method, url, headers, body });
      res.writeHead(201, 'Made', ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'X-Name', '\u00e9']);
      // With a text, Node would write the head as UTF-8 too.
      res.end(Buffer.from('done'));
    });
  });
  const { url } = await (kind === 'serve' ? startServe : startPreview)(makeProject(PROJECT), String(port));
  const answer = await ask(
    url,
    '/login/%2e%2e/?next=/a%20b',
    { 'X-CSRFToken': 't', 'Content-Length': '5', Cookie: 'c=3', Origin: url, TE: 'trailers' },
    'POST',
    'q=1&r',
  );
  expect(answer.status).toBe(201);
  expect(answer.body.toString()).toBe('done');
  expect(answer.headers['set-cookie']).toBe('a=1, b=2');
  expect(answer.headers['x-name']).toBe('\u00e9');
  expect(seen).toMatchObject([
    {
      method: 'POST',
      url: '/login/%2e%2e/?next=/a%20b',
      body: 'q=1&r',
      headers: {
        host: new URL(url).host,
        'x-csrftoken': 't',
        cookie: 'c=3',
        origin: url,
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
      },
    },
  ]);
  expect(seen[0]).not.toHaveProperty('headers.te');
  const chunked = `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`;
  expect((await sendRaw(url, chunked)).status).toBe(201);
  expect(seen[1]).toMatchObject({ body: 'abcde' });
});

test('answers stream: what the application has sent is there before its answer ends', async () => {
  const { port } = await startApplication((_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/event-stream' });
    res.write('data: 1\n\n');
  });
  const { url } = await startServe(makeProject(PROJECT), String(port));
  const socket = openSocket(url);
  socket.write('GET /events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n');
  expect(await textWith(socket, 'data: 1')).toContain('text/event-stream');
  socket.destroy();
});

test('the application learns that a client has gone', async () => {
  let gone: Promise<unknown> = Promise.resolve();
  const { port } = await startApplication((_req, res) => {
    gone = once(res, 'close');
    res.write('.');
  });
  const { url } = await startServe(makeProject(PROJECT), String(port));
  const socket = openSocket(url);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await textWith(socket, '.');
  socket.destroy();
  await gone;
});

test('websockets reach the application as they are', async () => {
  const { port, server } = await startApplication((_req, res) => res.end());
  server.on('upgrade', (req, socket, head) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    socket.write(`${req.headers.host} ${req.headers['sec-websocket-key']} ${head}`);
    socket.on('data', (chunk: Buffer) => socket.write(`echo ${chunk}`));
    socket.on('error', () => undefined);
  });
  const { url } = await startServe(makeProject(PROJECT), String(port));
  const socket = openSocket(url);
  socket.write(
    'GET /ws HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n\r\nfirst',
  );
  const opened = await textWith(socket, 'shop k');
  expect(opened).toContain('101 Switching Protocols');
  socket.write('more');
  await textWith(socket, 'echo ');
  socket.destroy();
});

test('a websocket to an application that is away is refused', async () => {
  const { url } = await startServe(makeProject(PROJECT), String(await freePort()), 1);
  const answer = await sendRaw(
    url,
    'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
  expect(answer.status).toBe(502);
});

test('requests wait for an application that is starting, also those that change something', async () => {
  const port = await freePort();
  const { url } = await startServe(makeProject(PROJECT), String(port));
  const waiting = [ask(url, '/'), ask(url, '/', { 'Content-Length': '3' }, 'POST', 'abc')];
  let bodies = '';
  await startApplication((req, res) => {
    req.on('data', (chunk) => {
      bodies += chunk;
    });
    req.on('end', () => res.end('up'));
  }, port);
  const answers = await Promise.all(waiting);
  expect(answers.map(({ status, body }) => `${status} ${body}`)).toEqual(['200 up', '200 up']);
  expect(bodies).toBe('abc');
});

test('only what changes nothing is sent again after it was cut off', async () => {
  const seen: string[] = [];
  const { port } = await startApplication((req, res) => {
    seen.push(req.method ?? '');
    if (seen.filter((method) => method === req.method).length === 1) req.socket.destroy();
    else res.end('up');
  });
  const { url } = await startServe(makeProject(PROJECT), String(port));
  expect((await ask(url, '/')).status).toBe(200);
  const post = await ask(url, '/', { 'Content-Length': '1' }, 'POST', 'a');
  expect(post.status).toBe(502);
  expect(post.body.toString()).toContain('closed the connection before it answered');
  expect(seen).toEqual(['GET', 'GET', 'POST']);
});

test('an application that stays away is a page that says so, and files are served all the same', async () => {
  const port = await freePort();
  const { url } = await startServe(makeProject(PROJECT), String(port), 2);
  const page = await ask(url, '/', BROWSER);
  expect(page.status).toBe(502);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.body.toString()).toContain(`Nothing listens on 127.0.0.1:${port}.`);
  expect((await ask(url, '/', { Accept: 'application/json' })).body.toString()).toContain('--proxy');
  expect((await ask(url, '/static/a.css')).status).toBe(200);
});

test('what is no HTTP is a 502 too', async () => {
  const { port, server } = await startApplication(() => undefined);
  server.removeAllListeners('connection');
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    socket.end('SSH-2.0-OpenSSH\r\n');
  });
  const { url } = await startServe(makeProject(PROJECT), String(port), 2);
  const { status, body } = await ask(url, '/');
  expect([status, body.toString()]).toEqual([502, expect.stringContaining('is not HTTP')]);
});

test('an answer that breaks off is one that breaks off', async () => {
  const { port } = await startApplication((_req, res) => {
    res.writeHead(200, { 'Content-Length': '100' });
    res.write('half', () => res.destroy());
  });
  const { url } = await startServe(makeProject(PROJECT), String(port), 2);
  const { headers, body } = await ask(url, '/');
  expect([headers['content-length'], body.toString()]).toEqual(['100', 'half']);
});

test('the script goes into a page before the end of its head, and the application need not compress', async () => {
  const { port } = await startApplication((req, res) => {
    const compresses = /gzip/.test(req.headers['accept-encoding']?.toString() ?? '');
    const bytes = compresses ? gzipSync(PAGE) : Buffer.from(PAGE);
    res.writeHead(200, {
      'Content-Type': req.url === '/data' ? 'application/json' : 'text/html; charset=utf-8',
      'Content-Length': bytes.length,
      ...(compresses && { 'Content-Encoding': 'gzip' }),
    });
    res.end(bytes);
  });
  const { url } = await startServe(makeProject(PROJECT), String(port));
  const page = await ask(url, '/', BROWSER);
  expect(page.body.toString()).toMatch(
    /^<!doctype html><html><head><title>Shop<\/title><script src="\/__collectstatic__\/live\.js\?since=[0-9a-f]+-0" defer><\/script><\/head>/,
  );
  expect(page.headers['content-length']).toBeUndefined();
  // Neither what a script asks for, nor another type, nor a HEAD.
  const fetched = await ask(url, '/', { ...BROWSER, 'Sec-Fetch-Dest': 'empty' });
  expect(fetched.headers['content-encoding']).toBe('gzip');
  expect((await ask(url, '/', { ...BROWSER, 'HX-Request': 'true' })).headers['content-encoding']).toBe(
    'gzip',
  );
  expect((await ask(url, '/', { 'Accept-Encoding': 'gzip' })).headers['content-encoding']).toBe('gzip');
  expect((await ask(url, '/data', BROWSER)).body.toString()).toBe(PAGE);
  expect((await ask(url, '/', BROWSER, 'HEAD')).headers['content-length']).toBe(String(PAGE.length));
});

test('a page that is compressed all the same stays as it is', async () => {
  const bytes = gzipSync(PAGE);
  const { port } = await startApplication((_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/html', 'Content-Encoding': 'gzip' });
    res.end(bytes);
  });
  const { url } = await startServe(makeProject(PROJECT), String(port));
  expect((await ask(url, '/', BROWSER)).body.equals(bytes)).toBe(true);
});

test.each([
  ["script-src 'self' 'nonce-abc123=='; style-src 'nonce-other'", ' nonce="abc123=="'],
  ["default-src 'nonce-d'", ' nonce="d"'],
  ["default-src 'nonce-d'; script-src 'self'", ''],
  ["script-src 'nonce-\"><script>'", ''],
])('the script has the nonce of the policy %s', async (policy, nonce) => {
  const { port } = await startApplication((_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy });
    res.end(PAGE);
  });
  const { url } = await startServe(makeProject(PROJECT), String(port));
  expect((await ask(url, '/', BROWSER)).body.toString()).toMatch(
    new RegExp(`since=[0-9a-f]+-0"${nonce} defer>`),
  );
});

test('preview leaves pages as they are', async () => {
  const { port } = await startApplication((_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/html' });
    res.end(PAGE);
  });
  const { url } = await startPreview(makeProject(PROJECT), String(port));
  expect((await ask(url, '/', BROWSER)).body.toString()).toBe(PAGE);
});

test('without an application only files are served', async () => {
  const { url } = await startServe(makeProject(PROJECT));
  expect((await ask(url, '/', BROWSER)).body.toString()).toContain(
    'There is no application behind this server',
  );
  expect((await ask(url, '/static')).status).toBe(404);
  const socket = await sendRaw(
    url,
    'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
  expect(socket.status).toBe(404);
});

test('a server that is closed ends every connection', async () => {
  const { port } = await startApplication((_req, res) => res.write('.'));
  const site = await startServe(makeProject(PROJECT), String(port));
  const sockets = ['/', '/__collectstatic__/events'].map((target) => {
    const socket = openSocket(site.url);
    socket.on('error', () => undefined);
    socket.write(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    return socket;
  });
  await Promise.all(sockets.map((socket) => once(socket, 'data')));
  const closed = sockets.map((socket) => once(socket, 'close'));
  await site.close();
  await Promise.all(closed);
});

test.each([
  ['8000', { host: '127.0.0.1', port: 8000 }],
  ['localhost:8000', { host: 'localhost', port: 8000 }],
  ['http://web:8000/', { host: 'web', port: 8000 }],
  ['http://[::1]:8000', { host: '::1', port: 8000 }],
  ['http://web', { host: 'web', port: 80 }],
])('--proxy %s', (said, address) => {
  expect(readAddress(said)).toEqual(address);
});

test.each([
  '',
  '0',
  '99999',
  'https://web',
  'ftp://web',
  'http://web/path',
  'http://u:p@web',
  'http://',
  'a b',
])('--proxy %s is refused', (said) => {
  expect(() => readAddress(said)).toThrow(/--proxy/);
});

test('parseAnswer joins the pieces of a chunked answer', () => {
  const bytes = Buffer.from(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n',
  );
  expect(parseAnswer(bytes).body.toString()).toBe('abc');
});

test.each(['serve', 'preview'])('%s is no application of its own', async (kind) => {
  const port = await freePort();
  const cwd = makeProject(PROJECT);
  if (kind === 'preview') await runCli(['--no-input'], { cwd });
  const { code, stderr } = await runCli([kind, '--port', String(port), '--proxy', `localhost:${port}`], {
    cwd,
  });
  expect([code, stderr]).toEqual([1, expect.stringContaining('[proxy-to-itself]')]);
});
