import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collected, serverConfig } from './project.ts';

const SERVERS = ['nginx', 'apache', 'caddy'] as const;

test.each(SERVERS)('%s is told what is there, from STATIC_URL and STATIC_ROOT', async (server) => {
  const cwd = await collected();
  const { code, stdout, stderr } = await serverConfig(cwd, server);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    new RegExp(`^# Static files of a Django project for ${server}\\. Written by collectstatic`),
  );
  expect(stdout).toContain(`STATIC_ROOT = "${cwd}/static"`);
  expect(stdout).toContain('/static/');
  expect(stdout).toContain('"public, max-age=31536000, immutable"');
  expect(stdout).toContain('backup\\.202511281631\\.json');
  // Types only for what is there.
  expect(stdout).toContain('text/javascript');
  expect(stdout).not.toMatch(/wasm|font\//);
});

test('nginx gets Brotli only if it has the module', async () => {
  const cwd = await collected();
  expect((await serverConfig(cwd, 'nginx')).stdout).toMatch(/^ *# brotli_static on;/m);
  expect((await serverConfig(cwd, 'nginx', '--brotli')).stdout).toMatch(/^ *brotli_static on;$/m);
  const other = await serverConfig(cwd, 'caddy', '--brotli');
  expect(other).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('[server-options]') });
});

test('nginx is not told of text/html, which has a charset there by itself', async () => {
  const charsets = async (names: Readonly<Record<string, string>>): Promise<readonly string[]> =>
    (await serverConfig(await collected({}, names), 'nginx')).stdout.match(/charset\w* [^;\n]*/g) ?? [];
  const types = (await charsets({ 'assets/page.html': 'x' })).find((line) =>
    line.startsWith('charset_types'),
  );
  expect(types).toContain('text/css');
  expect(types).not.toContain('text/html');
});

test('without a manifest no name is taken for a hash', async () => {
  const cwd = await collected({ STORAGE: 'plain', STORAGES: undefined });
  for (const server of SERVERS) {
    const { stdout } = await serverConfig(cwd, server);
    expect(stdout).not.toContain('[0-9a-f]{12}');
    expect(stdout).not.toContain('staticfiles\\.json');
  }
});

test('PREHASHED is a pattern where it can be, else a list', async () => {
  const names = { 'assets/dist/app-a1b2c3d4.js': 'x' };
  const simple = await collected({ PREHASHED: ['dist/**', 'lib/{a,b}-*.js'] }, names);
  const { stdout } = await serverConfig(simple, 'nginx');
  expect(stdout).toContain('"^/static/dist/.+$"');
  expect(stdout).toContain('"^/static/lib/(?:a|b)-[^/]*\\.js$"');
  const listed = await serverConfig(await collected({ PREHASHED: 'auto' }, names), 'nginx');
  expect(listed.stdout).toContain('dist/app-a1b2c3d4\\.js');
  expect(listed.stdout).toContain('# PREHASHED is more than a pattern can say');
});

test("WhiteNoise's settings are heeded, and code is named", async () => {
  const cwd = await collected(
    {
      WHITENOISE_MAX_AGE: null,
      WHITENOISE_ALLOW_ALL_ORIGINS: false,
      WHITENOISE_MIMETYPES: { '.mjs': 'application/x-own', license: 'text/x-license' },
      WHITENOISE_CHARSET: 'latin-1',
      WHITENOISE_ROOT: 'public',
      WHITENOISE_IMMUTABLE_FILE_TEST: '^/static/dist/',
      WHITENOISE_INDEX_FILE: true,
    },
    { 'public/robots.txt': 'all', 'public/.well-known/security.txt': 'us', 'public/odd".txt': 'x' },
  );
  const { stdout, stderr, code } = await serverConfig(cwd, 'nginx');
  expect(code).toBe(0);
  expect(stderr).toContain('odd".txt of WHITENOISE_ROOT is left out');
  expect(stdout).toContain('set $collectstatic_cache "";');
  expect(stdout).not.toContain('Access-Control-Allow-Origin');
  expect(stdout).toContain('application/x-own mjs;');
  expect(stdout).toContain('default_type "text/x-license; charset=latin-1";');
  expect(stdout).toContain('charset latin-1;');
  expect(stdout).toContain('location = "/robots.txt"');
  expect(stdout).toContain('location = "/.well-known/security.txt"');
  expect(stdout).toContain('"^/static/dist/"');
  expect(stdout).not.toContain('[0-9a-f]{12}');
  expect(stdout).toContain('index.html');
  const unread = await collected({ WHITENOISE_IMMUTABLE_FILE_TEST: '(?<=x)y' });
  const { stderr: warned, stdout: text } = await serverConfig(unread, 'nginx');
  expect(warned).toContain('[server-setting-not-followed]');
  expect(text).toContain('# WHITENOISE_IMMUTABLE_FILE_TEST is not followed');
});

test('a whole file has the application behind it', async () => {
  const cwd = await collected();
  const socket = await serverConfig(
    cwd,
    'nginx',
    '--full',
    '--app',
    'unix:/run/shop.sock',
    '--listen',
    '8080',
  );
  expect(socket.stdout).toContain('proxy_pass http://unix:/run/shop.sock;');
  expect(socket.stdout).toContain('listen 8080;');
  const apache = await serverConfig(cwd, 'apache', '--full', '--app', 'unix:/run/shop.sock');
  expect(apache.stdout).toContain('ProxyPass "/" "unix:/run/shop.sock|http://localhost/"');
  const caddy = await serverConfig(cwd, 'caddy', '--full', '--app', 'http://127.0.0.1:8000');
  expect(caddy.stdout).toContain('reverse_proxy 127.0.0.1:8000');
});

test('mod_wsgi starts the module of WSGI_APPLICATION, or another', async () => {
  const cwd = await collected({ WSGI_APPLICATION: 'shop.wsgi.app' }, { 'shop/wsgi.py': 'app = None\n' });
  const said = await serverConfig(cwd, 'apache', '--full', '--wsgi');
  expect(said.stdout).toContain(`WSGIScriptAlias / "${cwd}/shop/wsgi.py"`);
  expect(said.stdout).toContain('WSGICallableObject app');
  expect(said.stdout).toContain(`python-path="${cwd}"`);
  expect((await serverConfig(cwd, 'apache', '--full', '--wsgi', 'shop.wsgi')).code).toBe(0);
  const none = await serverConfig(cwd, 'apache', '--full', '--wsgi', 'none.wsgi');
  expect(none).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('[wsgi-not-found]') });
  const nginx = await serverConfig(cwd, 'nginx', '--full', '--wsgi');
  expect(nginx).toMatchObject({ code: 1, stdout: '' });
});

test('a STATIC_URL with a host is written for its path', async () => {
  const cwd = await collected({ STATIC_URL: 'https://cdn.example.com/assets/' });
  const { stdout } = await serverConfig(cwd, 'nginx');
  expect(stdout).toContain('location ^~ "/assets/"');
  expect(stdout).toContain(
    '# STATIC_URL is on the host cdn.example.com, so this is for the server the CDN asks',
  );
});

test('it is written into a file as a whole, never into STATIC_ROOT', async () => {
  const cwd = await collected();
  const { stdout, code } = await serverConfig(cwd, 'nginx', '--output', 'static.conf');
  expect({ stdout, code }).toEqual({ stdout: `${cwd}/static.conf was written.\n`, code: 0 });
  expect(readFileSync(join(cwd, 'static.conf'), 'utf8')).toContain('location ^~');
  const inside = await serverConfig(cwd, 'nginx', '--output', 'static/x.conf');
  expect(inside).toMatchObject({ code: 1, stderr: expect.stringContaining('[output-in-static-root]') });
  expect(existsSync(join(cwd, 'static/x.conf'))).toBe(false);
  const nowhere = await serverConfig(cwd, 'nginx', '--output', 'none/x.conf');
  expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining('[output-unwritable]') });
  const json = JSON.parse((await serverConfig(cwd, 'caddy', '--format', 'json')).stdout);
  expect(json).toMatchObject({ version: 1, command: 'server-config', ok: true, server: 'caddy', file: null });
  expect(json.text).toContain('file_server');
});

test.each([
  ['STATIC_URL has no slash at its end', { STATIC_URL: '/static' }, 'urls.E006'],
  ['STATIC_URL is the whole site', { STATIC_URL: '/' }, 'static-url-whole-site'],
  ['STATIC_URL has no path', { STATIC_URL: 'https://cdn.example.com/' }, 'static-url-whole-site'],
  ['a type is none', { WHITENOISE_MIMETYPES: { '.css': 'text/css; } evil' } }, 'server-name-unsayable'],
  ['the charset is none', { WHITENOISE_CHARSET: 'utf-8; return 200' }, 'server-name-unsayable'],
])('%s: an error before anything is written', async (_words, settings, errorCode) => {
  const cwd = await collected(settings);
  for (const server of SERVERS) {
    const { code, stdout, stderr } = await serverConfig(cwd, server);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    expect(stderr.match(/\[[\w.-]+\]/g)).toEqual([`[${errorCode}]`]);
    expect(stderr).toContain('hint:');
  }
});

test('a STATIC_ROOT that is not there, or does not fit its manifest, is an error', async () => {
  const cwd = await collected();
  const fails = async (code: string): Promise<void> => {
    const { stderr, ...rest } = await serverConfig(cwd, 'nginx');
    expect(rest).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`[${code}]`);
  };
  const manifest = join(cwd, 'static/staticfiles.json');
  const text = readFileSync(manifest, 'utf8');
  const [hashed] = /css\/site\.[0-9a-f]{12}\.css/.exec(text) ?? [];
  rmSync(join(cwd, 'static', hashed as string));
  await fails('manifest-names-missing');
  writeFileSync(manifest, '{"paths": 5');
  await fails('manifest-unreadable');
  rmSync(manifest);
  await fails('manifest-unreadable');
  mkdirSync(manifest);
  await fails('manifest-unreadable');
  rmSync(join(cwd, 'static'), { recursive: true });
  await fails('static-root-absent');
  writeFileSync(join(cwd, 'static'), 'a file');
  await fails('static-root-absent');
});

test.each([
  [['--app', 'http://127.0.0.1:8000'], 'server-options'],
  [['--full', '--app', 'ftp://x'], 'app-invalid'],
  [['--full', '--app', 'http://x:8000/path'], 'app-invalid'],
  [['--full', '--app', 'http://x;y'], 'app-invalid'],
  [['--full', '--app', 'unix:/run/a b.sock'], 'app-invalid'],
  [['--full', '--listen', '0'], 'listen-invalid'],
  [['--full', '--listen', '80;'], 'listen-invalid'],
])('%j is refused', async (args, code) => {
  const { stderr, ...rest } = await serverConfig(await collected(), 'nginx', ...args);
  expect(rest).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`[${code}]`);
});

test('for uWSGI there is a word of advice', async () => {
  const { code, stdout, stderr } = await serverConfig(await collected(), 'uwsgi');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('[server-unsupported]');
  expect(stderr).toMatch(/touch-reload = \/.*\/static\/staticfiles\.json/);
  expect(stderr).toContain('WhiteNoise');
  expect((await serverConfig(await collected(), 'lighttpd')).code).toBe(2);
});
