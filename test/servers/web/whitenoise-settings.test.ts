import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asked, request } from './request.ts';
import { missing, startServer, type WebServer } from './servers.ts';
import { makeSite, type Site, startApplication } from './site.ts';

// A server in WhiteNoise's place does what WhiteNoise's settings say.

let site: Site;
let application: Awaited<ReturnType<typeof startApplication>>;

beforeAll(async () => {
  site = await makeSite([], {
    WHITENOISE_INDEX_FILE: true,
    WHITENOISE_ROOT: 'public',
    WHITENOISE_MAX_AGE: 7,
    WHITENOISE_ALLOW_ALL_ORIGINS: false,
    WHITENOISE_MIMETYPES: { '.vtt': 'text/x-own', license: 'text/x-license', 'robots.txt': 'text/x-robots' },
    WHITENOISE_IMMUTABLE_FILE_TEST: '^/static/(?:js|dist)/',
    PREHASHED: ['fonts/**'],
  });
  site.write('public/robots.txt', 'User-agent: *');
  site.write('public/.well-known/security.txt', 'Contact: us');
  site.write('public/plain.html', '<p>'.repeat(100));
  site.write('public/favicon with blank.ico', 'icon');
  site.write('assets/docs/index.html', `<p>${'index '.repeat(50)}`);
  await site.collect();
  application = await startApplication();
});

afterAll(() => {
  site.remove();
  application.stop();
});

test.for<WebServer>(['nginx', 'apache', 'caddy'])('%s heeds them', async (server, { skip }) => {
  const reason = missing(server);
  if (reason !== null) skip(reason);
  const running = await startServer(server, site, ['--app', `http://127.0.0.1:${application.port}`]);
  const ask = async (asked: Asked) => {
    const { status, headers, body } = await request(running.port, asked);
    const { location } = headers;
    const type = headers['content-type']?.replace(/;(?=\S)/, '; ');
    return { status, type, cache: headers['cache-control'], location, text: body.toString(), headers };
  };
  try {
    const css = await ask({ target: '/static/css/base.css' });
    expect.soft(css).toMatchObject({ status: 200, cache: 'public, max-age=7' });
    expect.soft(css.headers['access-control-allow-origin']).toBeUndefined();
    expect.soft((await ask({ target: '/static/subs.vtt' })).type).toBe('text/x-own; charset=utf-8');
    expect.soft((await ask({ target: '/static/LICENSE' })).type).toBe('text/x-license; charset=utf-8');
    for (const [target, isForever] of [
      ['/static/js/old.cjs', true],
      ['/static/fonts/a.otf', true],
      [`/static/${site.hashed.get('css/base.css')}`, false],
    ] as const) {
      const { cache } = await ask({ target });
      expect
        .soft([target, cache])
        .toEqual([target, isForever ? 'public, max-age=31536000, immutable' : 'public, max-age=7']);
    }
    const robots = await ask({ target: '/robots.txt' });
    expect.soft(robots).toMatchObject({
      status: 200,
      type: 'text/x-robots; charset=utf-8',
      cache: 'public, max-age=7',
      text: 'User-agent: *',
    });
    expect.soft((await ask({ target: '/.well-known/security.txt' })).text).toBe('Contact: us');
    expect.soft((await ask({ target: '/favicon%20with%20blank.ico' })).text).toBe('icon');
    expect.soft((await ask({ target: '/robots.txt/x' })).text).toBe('APPLICATION /robots.txt/x');
    expect.soft((await ask({ target: '/other.txt' })).text).toBe('APPLICATION /other.txt');
    const index = await ask({ target: '/static/docs/' });
    expect
      .soft(index)
      .toMatchObject({ status: 200, type: 'text/html; charset=utf-8', cache: 'public, max-age=7' });
    expect.soft(index.text).toContain('index');
    expect.soft((await ask({ target: '/static/css/' })).status).toBe(404);
    expect.soft((await ask({ target: '/static/css' })).status).toBe(404);
    const to = '/static/docs/';
    for (const target of ['/static/docs', '/static/docs/index.html']) {
      const { status, location } = await ask({ target });
      expect.soft([301, 302, 307, 308]).toContain(status);
      const resolved = new URL(location ?? '', `http://localhost${target}`).pathname;
      expect.soft([target, resolved]).toEqual([target, to]);
    }
  } finally {
    await running.stop();
  }
});
