import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { runCli } from '../../fake-process.ts';
import { freePort } from '../../serve/free-port.ts';
import {
  type DjangoSite,
  fileOf,
  makeDjangoSite,
  modWsgiEnvironment,
  pythonEnvironment,
  urlsIn,
} from './django-site.ts';
import { decoded, request } from './request.ts';
import { missing, type Running, running, startWith } from './servers.ts';

// What we collect, served by a real Django: by WhiteNoise under each WSGI server, and by the web server in front.

const made = pythonEnvironment();
const reason = 'reason' in made ? made.reason : null;
const environment = 'folder' in made ? made.folder : '';
const express = reason === null ? modWsgiEnvironment() : { reason };

const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const sites = new Map<string, Promise<DjangoSite>>();

/** The site that was collected with these words: one for all tests. */
function site(...words: readonly string[]): Promise<DjangoSite> {
  const found = sites.get(words.join()) ?? makeDjangoSite(environment, ...words);
  sites.set(words.join(), found);
  return found;
}

afterAll(async () => {
  for (const made of sites.values()) (await made).remove();
});

async function keep(started: Promise<Running>): Promise<Running> {
  const found = await started;
  ends.push(found.stop);
  return found;
}

const www = ['--user', 'www-data', '--group', 'www-data'];

function start(folder: string, command: string, ...args: readonly string[]): ChildProcess {
  return spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Whether a process has printed some words since. */
function toldOf(child: ChildProcess, words: string): () => boolean {
  let told = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text) => {
      told += text;
    });
  return () => told.includes(words);
}

function gunicorn({ folder, python }: DjangoSite, bind: string): ChildProcess {
  return start(folder, python, '-m', 'gunicorn', '-b', bind, '-w', '1', ...www, 'shop.wsgi:application');
}

/** What WhiteNoise can't do, as `check-server` sees it. */
const WHITENOISE_LIMITS: readonly string[] = [
  'server-encoding-refused',
  'server-leaks-manifest',
  'server-tags-alike',
];

interface Sent {
  /** Whether the answer is that of a web server, or WhiteNoise's. */
  readonly by: 'server' | 'whitenoise';
}

/** Asks for the page and all that it names. */
async function expectSite(port: number, found: DjangoSite, { by }: Sent): Promise<readonly string[]> {
  const page = await request(port, { target: '/' });
  expect(page.status).toBe(200);
  const urls = urlsIn(page.body.toString());
  expect(urls).toHaveLength(3);
  for (const url of urls) {
    // Django writes a blank as it is: a browser encodes it.
    expect(url).toMatch(/^\/static\/.*\.[0-9a-f]{12}\.\w+$/);
    const answer = await request(port, {
      target: encodeURI(url),
      headers: { 'Accept-Encoding': 'gzip, br' },
    });
    expect.soft([url, answer.status]).toEqual([url, 200]);
    expect.soft(decoded(answer).equals(fileOf(found, url))).toBe(true);
    expect.soft(answer.headers['cache-control']).toContain('immutable');
    expect.soft(answer.headers['access-control-allow-origin']).toBe('*');
    if (!url.endsWith('.woff2')) {
      expect.soft(answer.headers['content-encoding']).toBe('br');
      expect.soft(answer.headers.vary).toContain('Accept-Encoding');
    }
  }
  const plain = await request(port, { target: '/static/css/site.css' });
  expect.soft(plain.status).toBe(200);
  expect.soft(plain.headers['cache-control']).toMatch(/max-age=60\b/);
  for (const target of [
    '/static/.collectstatic/ledger.json',
    '/static/.collectstatic.json',
    '/static/none.css',
  ]) {
    expect.soft([target, (await request(port, { target })).status]).toEqual([target, 404]);
  }
  const manifest = await request(port, { target: '/static/staticfiles.json' });
  expect.soft(manifest.status).toBe(by === 'server' ? 404 : 200);
  return urls;
}

describe.skipIf(reason !== null)(`with Django ${reason ?? ''}`.trim(), () => {
  test('gunicorn with WhiteNoise, as another user', async () => {
    const found = await site();
    const port = await freePort();
    await keep(running(gunicorn(found, `127.0.0.1:${port}`), port));
    await expectSite(port, found, { by: 'whitenoise' });
    const asked = ['check-server', `http://127.0.0.1:${port}`, '--format', 'json', '--venv', environment];
    const { stdout } = await runCli(asked, { cwd: found.folder });
    const { problems } = JSON.parse(stdout) as { readonly problems: readonly { readonly code: string }[] };
    expect(problems.map(({ code }) => code).sort()).toEqual(WHITENOISE_LIMITS);
  });

  test('uWSGI with WhiteNoise starts anew by touch-reload when a release is switched to', async ({
    skip,
  }) => {
    const why = missing('uwsgi');
    if (why !== null) skip(why);
    const found = await site('--swap');
    const port = await freePort();
    const { folder, staticRoot } = found;
    // uWSGI looks at whole seconds: what it sees first is long ago.
    utimesSync(join(staticRoot, 'staticfiles.json'), 1_000_000_000, 1_000_000_000);
    const args = ['--plugin', 'python3', '--http-socket', `127.0.0.1:${port}`, '--master', '--die-on-term'];
    const who = ['--uid', 'www-data', '--gid', 'www-data', '--chdir', folder, '--virtualenv', environment];
    const probe = join(folder, 'probe');
    writeFileSync(probe, '');
    const reload = ['--touch-reload', join(staticRoot, 'staticfiles.json'), '--touch-workers-reload', probe];
    const child = start(folder, 'uwsgi', ...args, ...who, ...reload, '--module', 'shop.wsgi:application');
    const isLooking = toldOf(child, 'workers reload');
    await keep(running(child, port));
    // It takes the time that it sees first for that of the start, which may come later than its first answer.
    for (let second = 1; !isLooking(); second++) {
      utimesSync(probe, second, second);
      await pause(100);
    }
    const before = await expectSite(port, found, { by: 'whitenoise' });
    found.write('assets/css/site.css', `/* later */ ${'b { color: blue } '.repeat(50)}`);
    await found.collect('--swap');
    const current = async (): Promise<string> => {
      const page = await request(port, { target: '/' }).catch(() => undefined);
      return urlsIn(page?.body.toString() ?? '')[0] ?? before[0] ?? '';
    };
    while ((await current()) === before[0]) await pause(100);
    await expectSite(port, found, { by: 'whitenoise' });
  });

  test("Apache with Debian's mod_wsgi, from `server-config apache --full --wsgi`", async ({ skip }) => {
    const why = missing('apache') ?? missing('mod_wsgi');
    if (why !== null) skip(why);
    const found = await site('--swap');
    const port = await freePort();
    const text = await found.config('apache', '--full', '--wsgi', '--listen', `127.0.0.1:${port}`);
    await keep(startWith('apache', found, text, port));
    await expectSite(port, found, { by: 'server' });
  });

  test('mod_wsgi with WhiteNoise alone', async ({ skip }) => {
    const why = missing('apache') ?? missing('mod_wsgi');
    if (why !== null) skip(why);
    const found = await site();
    const port = await freePort();
    const whole = await found.config('apache', '--full', '--wsgi', '--listen', `127.0.0.1:${port}`);
    const text = whole.replace(/^ *Alias .*$/m, '').replace(/^ *Rewrite.*$/gm, '');
    await keep(startWith('apache', found, text, port));
    await expectSite(port, found, { by: 'whitenoise' });
  });

  test.for(['whitenoise', 'server'] as const)(
    'mod_wsgi-express, files sent by the %s',
    async (by, { skip }) => {
      if ('reason' in express) return skip(express.reason);
      const found = await site();
      const port = await freePort();
      // Its scripts name the folder that it was installed in, before it had its name.
      const script = join(express.folder, 'bin/mod_wsgi-express');
      const root = mkdtempSync(join(tmpdir(), 'collectstatic-express-'));
      ends.push(() => rmSync(root, { recursive: true, force: true }));
      chmodSync(root, 0o755);
      const include = join(root, 'static.conf');
      // Lines of the server as a whole would not hold for its own host.
      const part = by === 'server' ? await found.config('apache') : '';
      writeFileSync(include, `<VirtualHost 127.0.0.1:${port}>\n${part}\n</VirtualHost>\n`);
      const place = ['--host', '127.0.0.1', '--port', String(port), '--server-root', join(root, 'server')];
      const rest = ['--working-directory', found.folder, '--log-to-terminal', '--include-file', include];
      const args = [script, 'start-server', 'shop/wsgi.py', ...place, ...www, ...rest];
      await keep(running(start(found.folder, join(express.folder, 'bin/python'), ...args), port));
      await expectSite(port, found, { by });
    },
  );

  test('nginx before gunicorn at a unix socket', async ({ skip }) => {
    const why = missing('nginx');
    if (why !== null) skip(why);
    const found = await site();
    const socket = join(found.folder, 'run/app.sock');
    const [port, spare] = [await freePort(), await freePort()];
    const child = start(
      found.folder,
      found.python,
      '-m',
      'gunicorn',
      '-b',
      `unix:${socket}`,
      '-b',
      `127.0.0.1:${spare}`,
      ...www,
      'shop.wsgi:application',
    );
    await keep(running(child, spare));
    const text = await found.config(
      'nginx',
      '--full',
      '--brotli',
      '--app',
      `unix:${socket}`,
      '--listen',
      `127.0.0.1:${port}`,
    );
    await keep(startWith('nginx', found, text, port));
    await expectSite(port, found, { by: 'server' });
  });

  test('Caddy before uvicorn', async ({ skip }) => {
    const why = missing('caddy');
    if (why !== null) skip(why);
    const found = await site();
    const [port, behind] = [await freePort(), await freePort()];
    await keep(
      running(
        start(found.folder, found.python, '-m', 'uvicorn', '--port', String(behind), 'shop.asgi:application'),
        behind,
      ),
    );
    const text = await found.config(
      'caddy',
      '--full',
      '--app',
      `http://127.0.0.1:${behind}`,
      '--listen',
      `127.0.0.1:${port}`,
    );
    await keep(startWith('caddy', found, text, port));
    await expectSite(port, found, { by: 'server' });
  });
});
