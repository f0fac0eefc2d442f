import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeProject } from '../cli/project.ts';
import { runCli } from '../fake-process.ts';
import { startApplication } from './application.ts';
import { ask } from './raw.ts';
import { startPreview, startPreviewOf } from './sites.ts';

function project(settings: object = {}, files: Readonly<Record<string, string>> = {}): string {
  return makeProject({
    'collectstatic.config.json': JSON.stringify({
      STATIC_URL: '/static/',
      STATIC_ROOT: 'public',
      STATICFILES_DIRS: ['assets'],
      STORAGE: 'compressed-manifest',
      ...settings,
    }),
    'assets/a.css': 'a { }\n',
    'assets/docs/index.html': '<p>docs</p>\n',
    'assets/font.foo': 'foo',
    ...files,
  });
}

test('a run while it goes on is seen at once', async () => {
  const cwd = project();
  const { url } = await startPreview(cwd);
  const hashedOf = (): string =>
    JSON.parse(readFileSync(join(cwd, 'public/staticfiles.json'), 'utf8')).paths['a.css'];
  const before = hashedOf();
  writeFileSync(join(cwd, 'assets/a.css'), 'b { }\n');
  await runCli(['--no-input'], { cwd });
  const after = hashedOf();
  expect(after).not.toBe(before);
  for (const name of [before, after]) {
    const { status, headers } = await ask(url, `/static/${name}`);
    // Old pages still ask for the old name: it stays, though this manifest does not know it.
    expect([name, status]).toEqual([name, 200]);
    if (name === after) expect(headers['cache-control']).toContain('immutable');
  }
  expect((await ask(url, '/static/a.css')).body.toString()).toBe('b { }\n');
});

test('a release that is swapped in is seen at once', async () => {
  const cwd = project();
  await runCli(['--no-input', '--swap'], { cwd });
  const { url } = await startPreviewOf(cwd);
  expect((await ask(url, '/static/a.css')).body.toString()).toBe('a { }\n');
  writeFileSync(join(cwd, 'assets/a.css'), 'longer { }\n');
  await runCli(['--no-input', '--swap'], { cwd });
  expect((await ask(url, '/static/a.css')).body.toString()).toBe('longer { }\n');
});

test('a STATIC_ROOT that vanishes is 404, and comes back', async () => {
  const cwd = project();
  const { url } = await startPreview(cwd);
  rmSync(join(cwd, 'public'), { recursive: true });
  expect((await ask(url, '/static/a.css')).status).toBe(404);
  await runCli(['--no-input'], { cwd });
  expect((await ask(url, '/static/a.css')).status).toBe(200);
});

test("WhiteNoise's settings are followed", async () => {
  const cwd = project(
    {
      WHITENOISE_ROOT: 'root',
      WHITENOISE_INDEX_FILE: true,
      WHITENOISE_MIMETYPES: { '.foo': 'application/x-foo' },
      WHITENOISE_MAX_AGE: 5,
      WHITENOISE_ALLOW_ALL_ORIGINS: false,
      WHITENOISE_CHARSET: 'latin-1',
    },
    {
      'root/robots.txt': 'all\n',
      'root/.well-known/security.txt': 'us\n',
      'root/index.html': '<p>start</p>\n',
      'root/sub/index.html': '<p>sub</p>\n',
    },
  );
  const { port } = await startApplication((req, res) => res.end(`application ${req.url}`));
  const { url } = await startPreview(cwd, String(port));
  const bodyOf = async (target: string): Promise<string> => (await ask(url, target)).body.toString();
  const css = await ask(url, '/static/a.css');
  expect(css.headers['cache-control']).toBe('public, max-age=5');
  expect(css.headers['access-control-allow-origin']).toBeUndefined();
  expect(css.headers['content-type']).toBe('text/css; charset=latin-1');
  expect((await ask(url, '/static/font.foo')).headers['content-type']).toBe('application/x-foo');
  expect(await bodyOf('/robots.txt')).toBe('all\n');
  expect(await bodyOf('/.well-known/security.txt')).toBe('us\n');
  expect(await bodyOf('/')).toBe('<p>start</p>\n');
  expect(await bodyOf('/sub/')).toBe('<p>sub</p>\n');
  expect(await bodyOf('/static/docs/')).toBe('<p>docs</p>\n');
  const redirects = ['/sub', '/sub/index.html', '/static/docs', '/static/docs/index.html'];
  const locations = await Promise.all(
    redirects.map(async (target) => {
      const { status, headers } = await ask(url, target);
      return `${status} ${headers.location}`;
    }),
  );
  expect(locations).toEqual(['302 sub/', '302 ./', '302 docs/', '302 ./']);
  expect(await bodyOf('/other')).toBe('application /other');
  expect(await bodyOf('/sub/other')).toBe('application /sub/other');
  const post = await ask(url, '/other', { 'Content-Length': '0' }, 'POST');
  expect(post.body.toString()).toBe('application /other');
  expect((await ask(url, '/robots.txt', { 'Content-Length': '0' }, 'POST')).status).toBe(405);
});

test('without index files, a folder is nothing', async () => {
  const { url } = await startPreview(project());
  expect((await ask(url, '/static/docs/')).status).toBe(404);
  expect((await ask(url, '/static/docs')).status).toBe(404);
  expect((await ask(url, '/static/')).status).toBe(404);
});

test('a plain storage needs no manifest', async () => {
  const { url, hashed } = await startPreview(project({ STORAGE: 'plain' }));
  expect(hashed).toBe(0);
  expect((await ask(url, '/static/a.css')).headers['cache-control']).toBe('public, max-age=60');
});

test('a STATIC_URL with a host and a path is served by its path', async () => {
  const { url, base } = await startPreview(project({ STATIC_URL: 'https://cdn.example/deep/static/' }));
  expect(base).toBe('/deep/static/');
  expect((await ask(url, '/deep/static/a.css')).status).toBe(200);
});

test('what comes, goes or is written to without a run is seen at once, also long after', async () => {
  const cwd = project({ STORAGE: 'compressed' }, { 'assets/a.css': 'a { color: red }\n'.repeat(50) });
  const { url } = await startPreview(cwd);
  const file = join(cwd, 'public/a.css');
  for (const path of ['public/a.css', 'public']) utimesSync(join(cwd, path), 1_000_000, 1_000_000);
  // Nothing that is new is taken for settled.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
  onTestFinished(() => void vi.useRealTimers());
  const sent = async (): Promise<readonly unknown[]> => {
    const { status, headers, body } = await ask(url, '/static/a.css', { 'Accept-Encoding': 'br, gzip' });
    return [status, headers['content-encoding'], headers.vary, headers['content-encoding'] ? '' : `${body}`];
  };
  for (let time = 0; time < 3; time += 1) expect(await sent()).toEqual([200, 'br', 'Accept-Encoding', '']);
  rmSync(`${file}.br`);
  expect(await sent()).toEqual([200, 'gzip', 'Accept-Encoding', '']);
  rmSync(`${file}.gz`);
  const { etag } = (await ask(url, '/static/a.css')).headers;
  writeFileSync(file, 'b { }\n');
  expect(await sent()).toEqual([200, undefined, undefined, 'b { }\n']);
  expect((await ask(url, '/static/a.css')).headers.etag).not.toBe(etag);
  writeFileSync(`${file}.br`, 'not really');
  expect(await sent()).toEqual([200, 'br', 'Accept-Encoding', '']);
  rmSync(file);
  expect((await sent())[0]).toBe(404);
});
