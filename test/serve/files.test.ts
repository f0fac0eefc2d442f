import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { makeProject, writeProject } from '../cli/project.ts';
import { ask, openSocket, sendRaw } from './raw.ts';
import { openPreview, openServe, startPreview, startServe } from './sites.ts';

const CSS = `body { color: red; }\n${'/* filler */\n'.repeat(40)}`;

/** Names that a server may get wrong, and the URLs that lead to them. */
const ODD: Readonly<Record<string, string>> = {
  'odd/a b.css': 'odd/a%20b.css',
  'odd/50%.css': 'odd/50%25.css',
  'odd/a%20b.css': 'odd/a%2520b.css',
  'odd/c#d.css': 'odd/c%23d.css',
  'odd/q?x.css': 'odd/q%3Fx.css',
  'odd/a+b.css': 'odd/a+b.css',
  'odd/é.css': 'odd/%C3%A9.css',
  'odd/日本.css': 'odd/%E6%97%A5%E6%9C%AC.css',
  "odd/it's;$.css": "odd/it's;$.css",
};

function project(more: Readonly<Record<string, string>> = {}): string {
  return makeProject(filesOf(more));
}

function filesOf(more: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return {
    'collectstatic.config.json': JSON.stringify({
      STATIC_URL: '/static/',
      STATIC_ROOT: 'public',
      STATICFILES_DIRS: ['assets'],
      STORAGE: 'compressed-manifest',
      ...JSON.parse(more.settings ?? '{}'),
    }),
    'assets/css/site.css': CSS,
    'assets/js/main.mjs': 'export const a = 1;\n',
    'assets/video.mp4': '0123456789',
    'assets/empty.txt': '',
    'assets/LICENSE': 'free\n',
    'secret.txt': 'secret\n',
    ...Object.fromEntries(Object.keys(ODD).map((name) => [`assets/${name}`, `/* ${name} */\n`])),
    ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== 'settings')),
  };
}

const DECODE: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  br: (bytes) => brotliDecompressSync(bytes),
  gzip: (bytes) => gunzipSync(bytes),
  identity: (bytes) => bytes,
};

const SERVERS = {
  serve: startServe,
  preview: startPreview,
} as const;

const NAMES = ['serve', 'preview'] as const;

/** Servers of one project, for the tests that change nothing in it. */
const shared = { serve: '', preview: '' };
const ends: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  const folder = writeProject(
    filesOf({
      'assets/large.bin': 'x'.repeat(700_000) + 'y'.repeat(700_000),
      'assets/.env': 'SECRET=1\n',
      'assets/.git/config': 'x\n',
    }),
  );
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync('../secret.txt', join(folder, 'assets', 'linked.txt'));
  for (const [name, open] of [
    ['serve', openServe],
    ['preview', openPreview],
  ] as const) {
    const site = await open(folder);
    ends.push(() => site.close());
    shared[name] = site.url;
  }
});
afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

test.each(NAMES)('%s sends a file with its type and validators', async (name) => {
  const url = shared[name];
  const { status, headers, body } = await ask(url, '/static/css/site.css');
  expect(status).toBe(200);
  expect(body.toString()).toBe(CSS);
  expect(headers['content-type']).toBe('text/css; charset=utf-8');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers.etag).toMatch(/^"[0-9a-f]{12,}"$/);
  expect(headers['last-modified']).toBe('Fri, 17 May 2024 12:00:00 GMT');
  expect((await ask(url, '/static/js/main.mjs')).headers['content-type']).toBe(
    'text/javascript; charset=utf-8',
  );
  expect((await ask(url, '/static/LICENSE')).headers['content-type']).toBe('application/octet-stream');
  const empty = await ask(url, '/static/empty.txt');
  expect([empty.status, empty.headers['content-length'], empty.body.length]).toEqual([200, '0', 0]);
});

test.each(NAMES)('%s answers conditional requests', async (name) => {
  const url = shared[name];
  const at = '/static/css/site.css';
  const { etag = '', 'last-modified': time = '' } = (await ask(url, at)).headers;
  const statusOf = async (headers: Record<string, string>, method = 'GET'): Promise<number> =>
    (await ask(url, at, headers, method)).status;
  expect(await statusOf({ 'If-None-Match': etag })).toBe(304);
  expect(await statusOf({ 'If-None-Match': `"other", W/${etag}` })).toBe(304);
  expect(await statusOf({ 'If-None-Match': '*' })).toBe(304);
  expect(await statusOf({ 'If-None-Match': '"other"' })).toBe(200);
  // The tag decides, whatever the time says.
  expect(await statusOf({ 'If-None-Match': '"other"', 'If-Modified-Since': time })).toBe(200);
  expect(await statusOf({ 'If-Modified-Since': time })).toBe(304);
  expect(await statusOf({ 'If-Modified-Since': 'Thu, 16 May 2024 12:00:00 GMT' })).toBe(200);
  expect(await statusOf({ 'If-Modified-Since': 'yesterday' })).toBe(200);
  expect(await statusOf({ 'If-Match': etag })).toBe(200);
  expect(await statusOf({ 'If-Match': `"a,b", ${etag}` })).toBe(200);
  expect(await statusOf({ 'If-Match': '"other"' })).toBe(412);
  expect(await statusOf({ 'If-Unmodified-Since': 'Thu, 16 May 2024 12:00:00 GMT' })).toBe(412);
  expect(await statusOf({ 'If-None-Match': etag }, 'HEAD')).toBe(304);
  const fresh = await ask(url, at, { 'If-None-Match': etag });
  expect(fresh.headers.etag).toBe(etag);
  expect(fresh.headers['cache-control']).toBeDefined();
  expect(fresh.body.length).toBe(0);
});

test.each(NAMES)('%s sends ranges', async (name) => {
  const url = shared[name];
  const part = async (range: string, more: Record<string, string> = {}): Promise<string> => {
    const { status, headers, body } = await ask(url, '/static/video.mp4', { Range: range, ...more });
    return `${status} ${headers['content-range'] ?? '-'} ${status === 416 ? '' : body}`;
  };
  const whole = '200 - 0123456789';
  expect(await part('bytes=0-0')).toBe('206 bytes 0-0/10 0');
  expect(await part('bytes=2-4')).toBe('206 bytes 2-4/10 234');
  expect(await part('bytes=7-')).toBe('206 bytes 7-9/10 789');
  expect(await part('bytes=-3')).toBe('206 bytes 7-9/10 789');
  expect(await part('bytes=-99')).toBe('206 bytes 0-9/10 0123456789');
  expect(await part('bytes=5-99')).toBe('206 bytes 5-9/10 56789');
  expect(await part('bytes=10-')).toBe('416 bytes */10 ');
  expect(await part('bytes=-0')).toBe('416 bytes */10 ');
  for (const ignored of [
    'bytes=9-2',
    'bytes=a-b',
    'bytes=',
    'bytes=-',
    'chars=0-1',
    'bytes=0-1,4-5',
    'bytes=99999999999999999999-1',
  ])
    expect(await part(ignored)).toBe(whole);
  const { etag = '', 'last-modified': time = '' } = (await ask(url, '/static/video.mp4')).headers;
  expect(await part('bytes=0-1', { 'If-Range': etag })).toBe('206 bytes 0-1/10 01');
  expect(await part('bytes=0-1', { 'If-Range': time })).toBe('206 bytes 0-1/10 01');
  expect(await part('bytes=0-1', { 'If-Range': `W/${etag}` })).toBe(whole);
  expect(await part('bytes=0-1', { 'If-Range': '"other"' })).toBe(whole);
  expect(await part('bytes=0-1', { 'If-Range': 'Fri, 17 May 2024 12:00:01 GMT' })).toBe(whole);
  expect((await ask(url, '/static/video.mp4')).headers['accept-ranges']).toBe('bytes');
  expect((await ask(url, '/static/empty.txt', { Range: 'bytes=0-0' })).status).toBe(416);
  const head = await ask(url, '/static/video.mp4', { Range: 'bytes=0-0' }, 'HEAD');
  expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '10', 0]);
});

test.each(NAMES)('%s sends large files from the disk', async (name) => {
  const url = shared[name];
  const whole = await ask(url, '/static/large.bin');
  expect(whole.body.length).toBe(1_400_000);
  const part = await ask(url, '/static/large.bin', { Range: 'bytes=699999-700000' });
  expect([part.status, part.body.toString()]).toEqual([206, 'xy']);
  expect((await ask(url, '/static/large.bin', { 'If-None-Match': whole.headers.etag ?? '' })).status).toBe(
    304,
  );
});

test.each(NAMES)('%s only lets files be read', async (name) => {
  const url = shared[name];
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
    const { status, headers } = await ask(url, '/static/css/site.css', { 'Content-Length': '0' }, method);
    expect([method, status, headers.allow]).toEqual([method, 405, 'GET, HEAD']);
  }
  const head = await ask(url, '/static/css/site.css', {}, 'HEAD');
  expect([head.status, head.headers['content-length'], head.body.length]).toEqual([
    200,
    String(CSS.length),
    0,
  ]);
});

test.each(NAMES)('%s finds files with odd names', async (name) => {
  const url = shared[name];
  for (const [file, target] of Object.entries(ODD)) {
    const { status, body } = await ask(url, `/static/${target}`);
    expect([target, status, body.toString()]).toEqual([target, 200, `/* ${file} */\n`]);
  }
  // As a proxy is asked.
  expect((await ask(url, `${url}static/css/site.css`)).status).toBe(200);
  expect((await ask(url, '/static/css/site.css?v=1#top')).status).toBe(200);
});

test.each(NAMES)('%s never leaves its folders', async (name) => {
  const url = shared[name];
  const targets = [
    ...[
      '../secret.txt',
      '..%2fsecret.txt',
      '%2e%2e/secret.txt',
      '%2e%2e%2fsecret.txt',
      'css/../../secret.txt',
    ],
    ...[
      '..\\secret.txt',
      '..%5csecret.txt',
      'css/%00/site.css',
      'css/site.css%00.png',
      '/etc/passwd',
      '%2fetc%2fpasswd',
    ],
    ...[
      'css//site.css',
      './css/site.css',
      'css/./site.css',
      'css/site.css/',
      'css/site.css/x',
      'css/',
      'css',
      '',
      '%ff.css',
    ],
    ...['.env', '.git/config', '%2egit/config', '.', '..', '...'],
    ...[`${'a/'.repeat(3000)}x`, 'a'.repeat(5000), 'css/SITE.css'],
  ];
  for (const target of targets) {
    const { status, body } = await ask(url, `/static/${target}`);
    expect([target, status]).toEqual([target, 404]);
    expect(body.toString()).not.toContain('secret\n');
  }
  // A link that the finders follow is followed.
  expect((await ask(url, '/static/linked.txt')).body.toString()).toBe('secret\n');
});

test.each(NAMES)('%s refuses what is no request and lives', async (name) => {
  const url = shared[name];
  const cookies = `Cookie: ${'c'.repeat(1_000_000)}\r\n`;
  expect((await sendRaw(url, `GET /static/css/site.css HTTP/1.1\r\nHost: x\r\n${cookies}\r\n`)).status).toBe(
    431,
  );
  expect((await sendRaw(url, 'nonsense\r\n\r\n')).status).toBe(400);
  expect((await sendRaw(url, 'GET /static/a\x00b HTTP/1.1\r\nHost: x\r\n\r\n')).status).toBe(400);
  // Clients that hang: one that never ends its request, one that never reads.
  const hanging = openSocket(url);
  hanging.write('GET /static/css/site.css HTTP/1.1\r\nHost');
  const deaf = openSocket(url);
  deaf.pause();
  deaf.write('GET /static/video.mp4 HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(50));
  const leaving = openSocket(url);
  leaving.write('GET /static/video.mp4 HTTP/1.1\r\nHost: x\r\n\r\n', () => leaving.destroy());
  const { status } = await ask(url, '/static/css/site.css', {
    Upgrade: 'h2c',
    Connection: 'Upgrade, HTTP2-Settings',
  });
  expect(status).toBe(200);
  expect((await ask(url, '/static/css/site.css')).status).toBe(200);
  hanging.destroy();
  deaf.destroy();
});

test('serve answers with a file as it is at that moment', async () => {
  const folder = project();
  const { url } = await startServe(folder);
  const before = await ask(url, '/static/css/site.css');
  expect(before.headers['cache-control']).toBe('no-cache');
  expect(before.headers['x-collectstatic-source']).toBe('assets/css/site.css');
  writeFileSync(join(folder, 'assets/css/site.css'), 'b { }\n');
  const after = await ask(url, '/static/css/site.css', { 'If-None-Match': before.headers.etag ?? '' });
  expect([after.status, after.body.toString()]).toEqual([200, 'b { }\n']);
  expect((await ask(url, '/static/odd/%C3%A9.css')).headers['x-collectstatic-source']).toBe(
    'assets/odd/%C3%A9.css',
  );
});

test('serve waits for an editor that has emptied a file to write it', async () => {
  const folder = project();
  const { url } = await startServe(folder);
  let took: number;
  let answered: string;
  do {
    const began = performance.now();
    const descriptor = openSync(join(folder, 'assets/css/site.css'), 'w');
    const answer = ask(url, '/static/css/site.css');
    // When another request is answered, this one has come.
    await ask(url, '/static/odd/%C3%A9.css');
    writeSync(descriptor, 'whole { }\n');
    closeSync(descriptor);
    answered = (await answer).body.toString();
    took = performance.now() - began;
    // A machine so slow has left the file empty for as long as one that is meant so.
  } while (answered === '' && took > 1_000);
  expect(answered).toBe('whole { }\n');
});

test('serve answers with a file that stays empty', async () => {
  const folder = project();
  const { url } = await startServe(folder);
  writeFileSync(join(folder, 'assets/css/site.css'), '');
  const { status, body } = await ask(url, '/static/css/site.css');
  expect([status, body.toString()]).toEqual([200, '']);
});

test('serve answers with a file that is written to without end', async () => {
  const folder = project();
  const { url } = await startServe(folder);
  const log = setInterval(() => appendFileSync(join(folder, 'assets/css/site.css'), 'b { }\n'), 1);
  onTestFinished(() => clearInterval(log));
  expect((await ask(url, '/static/css/site.css')).status).toBe(200);
});

test('serve goes on when a folder vanishes, and finds what comes back', async () => {
  const folder = project();
  const { url } = await startServe(folder);
  rmSync(join(folder, 'assets'), { recursive: true });
  expect((await ask(url, '/static/css/site.css')).status).toBe(404);
  expect((await ask(url, '/')).status).toBe(404);
});

test('serve finds files that are made later', async () => {
  const folder = project();
  const { url } = await startServe(folder);
  expect((await ask(url, '/static/new.css')).status).toBe(404);
  writeFileSync(join(folder, 'assets/new.css'), 'i { }\n');
  expect((await ask(url, '/static/new.css')).status).toBe(200);
  rmSync(join(folder, 'assets/new.css'));
  expect((await ask(url, '/static/new.css')).status).toBe(404);
});

test('preview negotiates the variants', async () => {
  const url = shared.preview;
  const at = '/static/css/site.css';
  const encodingOf = async (accepted: string): Promise<string> => {
    const { headers, body } = await ask(url, at, { 'Accept-Encoding': accepted });
    expect(headers.vary).toBe('Accept-Encoding');
    const encoding = headers['content-encoding'] ?? 'identity';
    const text = DECODE[encoding]?.(body);
    expect(text?.toString()).toBe(CSS);
    expect(headers['content-type']).toBe('text/css; charset=utf-8');
    return encoding;
  };
  expect(await encodingOf('br')).toBe('br');
  expect(await encodingOf('gzip, deflate, br, zstd')).toBe('br');
  expect(await encodingOf('gzip')).toBe('gzip');
  expect(await encodingOf('br;q=0.5, gzip')).toBe('gzip');
  expect(await encodingOf('br;q=0, gzip;q=0.1')).toBe('gzip');
  expect(await encodingOf('br;q=0, gzip;q=0')).toBe('identity');
  expect(await encodingOf('identity, gzip;q=0.5')).toBe('identity');
  expect(await encodingOf('x-br')).toBe('identity');
  expect(await encodingOf('*')).toBe('br');
  expect(await encodingOf('*;q=0')).toBe('identity');
  expect(await encodingOf('')).toBe('identity');
  expect(await encodingOf('BR')).toBe('br');
  const tags = await Promise.all(
    ['br', 'gzip', 'identity'].map(
      async (coding) => (await ask(url, at, { 'Accept-Encoding': coding })).headers.etag,
    ),
  );
  expect(new Set(tags).size).toBe(3);
  // What has no variant does not vary, and a variant has no address of its own.
  expect((await ask(url, '/static/empty.txt')).headers.vary).toBeUndefined();
  expect((await ask(url, `${at}.br`)).status).toBe(404);
});

test('preview keeps hashed names for ever, others for a minute, and hides what is nobody’s business', async () => {
  const { url, hashed } = await startPreview(project());
  const hash = createHash('md5').update(CSS).digest('hex').slice(0, 12);
  const file = await ask(url, `/static/css/site.${hash}.css`, { 'Accept-Encoding': 'br' });
  expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(file.headers.etag).toBe(`"${hash}-br"`);
  expect(file.headers['access-control-allow-origin']).toBe('*');
  expect((await ask(url, '/static/css/site.css')).headers['cache-control']).toBe('public, max-age=60');
  expect(hashed).toBeGreaterThan(5);
  const missing = await ask(url, '/static/css/no.css');
  expect([missing.status, missing.headers['cache-control']]).toEqual([404, 'no-store']);
  expect((await ask(url, '/static/staticfiles.json')).status).toBe(404);
});

test.each(Object.entries(SERVERS))(
  '%s cuts off a file that shrinks while it is sent, and lives',
  async (_name, start) => {
    // Uncompressed: that would take its time.
    const folder = project({ settings: '{"STORAGE":"manifest"}', 'assets/large.bin': '' });
    // More than the system holds on the way to a client that does not read.
    truncateSync(join(folder, 'assets/large.bin'), 40_000_000);
    const { url } = await start(folder);
    const socket = openSocket(url);
    socket.write('GET /static/large.bin HTTP/1.1\r\nHost: x\r\n\r\n');
    let received = 0;
    await new Promise<void>((resolve) => {
      socket.on('data', (chunk) => {
        if (received === 0)
          for (const file of ['assets/large.bin', 'public/large.bin'])
            if (existsSync(join(folder, file))) truncateSync(join(folder, file), 10);
        received += chunk.length;
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
    });
    expect(received).toBeLessThan(40_000_000);
    expect((await ask(url, '/static/large.bin')).body.length).toBe(10);
  },
);

test('what can not be collected is a warning, and the rest is served', async () => {
  const folder = project();
  symlinkSync('nowhere', join(folder, 'assets', 'broken.css'));
  const { url, problems } = await startServe(folder);
  expect(problems).toEqual([expect.objectContaining({ message: expect.stringContaining('broken.css') })]);
  expect((await ask(url, '/static/css/site.css')).status).toBe(200);
  expect((await ask(url, '/static/broken.css')).status).toBe(404);
});
