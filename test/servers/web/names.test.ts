import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decoded, request } from './request.ts';
import { missing, startServer, type WebServer } from './servers.ts';
import { makeSite, type Site, SOURCES } from './site.ts';

// Names that mean something in a configuration, and that it can hold all the same: the server has to read them as they are.

const EVERYWHERE = ['a b', "it's", 'a;b', '#a', 'é日本', '~a', '<Directory>'];
const ROOTS: Readonly<Record<WebServer, readonly string[]>> = {
  nginx: [...EVERYWHERE, 'a"b', 'a{b}', '100%', '{env.HOME}', '*', 'a[b]?'],
  apache: [...EVERYWHERE, 'a{b}', '{env.HOME}', '`a`'],
  caddy: [...EVERYWHERE, 'a"b', '$PATH', '100%', 'a$1b'],
};
const URLS = ['/a b/', "/it's (a)/", '/é日本/', '/v1.2/+,=&@!~/'];

let site: Site;

beforeAll(async () => {
  site = await makeSite();
});

afterAll(() => site.remove());

async function expectFile(server: WebServer, base: string, words: readonly string[]): Promise<void> {
  const running = await startServer(server, site, words);
  try {
    const name = site.hashed.get('css/base.css') as string;
    const target = encodeURI(base + name);
    const answer = await request(running.port, { target, headers: { 'Accept-Encoding': 'br' } });
    expect.soft({ status: answer.status, vary: answer.headers.vary, words }).toEqual({
      status: 200,
      vary: 'Accept-Encoding',
      words,
    });
    expect.soft(answer.headers['cache-control']).toContain('immutable');
    expect.soft(answer.headers['content-encoding']).toBe('br');
    expect.soft(decoded(answer).toString()).toBe(SOURCES['css/base.css']);
    const absent = await request(running.port, { target: encodeURI(`${base}.env`) });
    expect.soft(absent.status).toBe(404);
  } finally {
    await running.stop();
  }
}

test.for<WebServer>(['nginx', 'apache', 'caddy'])(
  '%s reads odd names as they are',
  async (server, { skip }) => {
    const reason = missing(server);
    if (reason !== null) skip(reason);
    for (const name of ROOTS[server]) {
      const folder = join(site.folder, server, name);
      mkdirSync(folder, { recursive: true });
      symlinkSync(site.staticRoot, join(folder, 'static'));
      await expectFile(server, '/static/', ['--static-root', join(folder, 'static')]);
    }
    for (const base of URLS) await expectFile(server, base, ['--set', `STATIC_URL=${encodeURI(base)}`]);
  },
);
