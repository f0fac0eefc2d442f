import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeProject } from '../cli/project.ts';
import { ask, openSocket } from './raw.ts';
import { startServe } from './sites.ts';

const PROJECT = {
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")\n',
  'proj/__init__.py': '',
  'proj/settings.py': [
    'from pathlib import Path',
    'BASE_DIR = Path(__file__).resolve().parent.parent',
    'INSTALLED_APPS = ["django.contrib.staticfiles", "shop", "blog"]',
    'STATIC_URL = "/static/"',
    'STATICFILES_DIRS = [BASE_DIR / "assets", BASE_DIR / "later"]',
    'TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [BASE_DIR / "templates"], "APP_DIRS": True}]',
    '',
  ].join('\n'),
  'shop/__init__.py': '',
  'shop/static/css/site.css': '@import "base.css";\n',
  'shop/static/css/base.css': 'body { background: url("../img/back.png") }\n',
  'shop/static/css/alone.css': 'p { background: image-set("../img/set.png" 1x); }\n',
  'shop/static/img/back.png': 'png',
  'shop/static/img/set.png': 'png',
  'shop/static/img/loose.png': 'png',
  'shop/static/js/main.js': 'let a;\n',
  'shop/templates/shop/home.html': '<p>\n',
  'blog/__init__.py': '',
  'templates/base.html': '<p>\n',
  'assets/x.css': 'x { }\n',
};

interface Page {
  /** The next change that the page is told of. */
  next(): Promise<unknown>;
  close(): void;
}

/** Listens as a page does that was made after `since`. */
async function listen(url: string, since = ''): Promise<Page> {
  const socket: Socket = openSocket(url);
  const { host } = new URL(url);
  socket.write(`GET /__collectstatic__/events?since=${since} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  const messages: unknown[] = [];
  let text = '';
  let tell = (): void => undefined;
  const ready = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.includes('retry:')) resolve();
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const data = /data: (.*)$/.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (data !== undefined) messages.push(JSON.parse(data));
      }
      tell();
    });
  });
  onTestFinished(() => void socket.destroy());
  await ready;
  return {
    async next() {
      while (messages.length === 0)
        await new Promise<void>((resolve) => {
          tell = resolve;
        });
      return messages.shift();
    },
    close: () => socket.destroy(),
  };
}

const RELOAD = { reload: true, styles: [], others: [] };

/** What a page is told after `change`. */
async function toldAfter(change: (folder: string) => void): Promise<unknown> {
  const folder = makeProject(PROJECT);
  const { url } = await startServe(folder);
  const page = await listen(url);
  change(folder);
  return page.next();
}

/** Waits until a page is told of a URL. A file that is emptied, then written to, may be told of twice. */
async function toldOf(page: Page, url: string): Promise<void> {
  for (;;) {
    const told = (await page.next()) as { readonly others: readonly string[] };
    if (told.others.includes(url)) return;
  }
}

/** Saves as most editors do: aside, then over the old file. */
function saveOver(file: string, text: string): void {
  writeFileSync(`${file}.tmp~`, text);
  renameSync(`${file}.tmp~`, file);
}

test.each([
  ['a style sheet', 'shop/static/css/site.css', ['/static/css/site.css'], []],
  [
    'one that another imports',
    'shop/static/css/base.css',
    ['/static/css/base.css', '/static/css/site.css'],
    [],
  ],
  [
    'a picture that sheets reach',
    'shop/static/img/back.png',
    ['/static/css/base.css', '/static/css/site.css'],
    ['/static/img/back.png'],
  ],
  ['one in an image-set', 'shop/static/img/set.png', ['/static/css/alone.css'], ['/static/img/set.png']],
])('%s is swapped', async (_what, file, styles, others) => {
  const told = { reload: false, styles, others };
  expect(await toldAfter((folder) => writeFileSync(join(folder, file), 'changed'))).toEqual(told);
  expect(await toldAfter((folder) => saveOver(join(folder, file), 'changed'))).toEqual(told);
});

/** What makes a page load anew, besides which nothing can be done. */
const RELOADED = {
  'a script': 'shop/static/js/main.js',
  'a picture that no sheet reaches': 'shop/static/img/loose.png',
  'a template of an app': 'shop/templates/shop/home.html',
  'a template of a folder': 'templates/base.html',
  'a new template': 'shop/templates/shop/new.html',
} as const;

// All at once: Django needs a while to notice a template, and so do pages.
test('scripts, pictures that no sheet reaches and templates reload the page', async () => {
  await Promise.all(
    Object.entries(RELOADED).map(async ([what, file]) => {
      for (const write of [writeFileSync, saveOver]) {
        const told = await toldAfter((folder) => write(join(folder, file), 'changed'));
        expect([what, told]).toEqual([what, RELOAD]);
      }
    }),
  );
});

test.each([
  [
    'a new folder',
    (folder: string) => {
      mkdirSync(join(folder, 'shop/static/css/deep/er'), { recursive: true });
      writeFileSync(join(folder, 'shop/static/css/deep/er/new.css'), 'a { }');
    },
    'css/deep/er/new.css',
  ],
  [
    'the first static folder of an app',
    (folder: string) => {
      mkdirSync(join(folder, 'blog/static/blog'), { recursive: true });
      writeFileSync(join(folder, 'blog/static/blog/new.css'), 'a { }');
    },
    'blog/new.css',
  ],
  [
    'a folder of STATICFILES_DIRS that was not there',
    (folder: string) => {
      mkdirSync(join(folder, 'later'));
      writeFileSync(join(folder, 'later/new.css'), 'a { }');
    },
    'new.css',
  ],
])('%s is followed', async (_what, change, path) => {
  const folder = makeProject(PROJECT);
  const { url } = await startServe(folder);
  const page = await listen(url);
  change(folder);
  expect(await page.next()).toMatchObject({ styles: [`/static/${path}`] });
  // Whether it is watched shows at the next change.
  const file = ['shop/static', 'blog/static', 'later'].map((root) => join(folder, root, path));
  for (const candidate of file)
    try {
      writeFileSync(candidate, 'b { color: red }', { flag: 'r+' });
    } catch {
      // It lies in another root.
    }
  expect(await page.next()).toMatchObject({ styles: [`/static/${path}`] });
  expect((await ask(url, `/static/${path}`)).body.toString()).toBe('b { color: red }');
});

test('a folder that goes and comes back is followed', async () => {
  const folder = makeProject(PROJECT);
  const { url } = await startServe(folder);
  const page = await listen(url);
  renameSync(join(folder, 'assets'), join(folder, 'away'));
  expect(await page.next()).toMatchObject({ styles: ['/static/x.css'] });
  expect((await ask(url, '/static/x.css')).status).toBe(404);
  renameSync(join(folder, 'away'), join(folder, 'assets'));
  expect(await page.next()).toMatchObject({ styles: ['/static/x.css'] });
  expect((await ask(url, '/static/x.css')).status).toBe(200);
});

test('a linked folder is watched like any other', async () => {
  const folder = makeProject({ ...PROJECT, 'vendor/v.css': 'v { }\n' });
  symlinkSync('../vendor', join(folder, 'assets/vendor'));
  const { url } = await startServe(folder);
  const page = await listen(url);
  writeFileSync(join(folder, 'vendor/v.css'), 'w { }\n');
  expect(await page.next()).toMatchObject({ styles: ['/static/vendor/v.css'] });
});

test('who wins a path may change', async () => {
  const folder = makeProject({ ...PROJECT, 'assets/css/site.css': 'winner { }\n' });
  const { url } = await startServe(folder);
  expect((await ask(url, '/static/css/site.css')).body.toString()).toBe('winner { }\n');
  const page = await listen(url);
  rmSync(join(folder, 'assets/css/site.css'));
  expect(await page.next()).toMatchObject({ styles: ['/static/css/site.css'] });
  expect((await ask(url, '/static/css/site.css')).headers['x-collectstatic-source']).toBe(
    'shop/static/css/site.css',
  );
});

test('a page is told what it missed', async () => {
  const folder = makeProject(PROJECT);
  const { url } = await startServe(folder);
  const script = (await ask(url, '/__collectstatic__/live.js')).body.toString();
  expect(script).toContain('EventSource');
  const page = await listen(url);
  writeFileSync(join(folder, 'assets/x.css'), 'y { }\n');
  await page.next();
  // A page of an earlier run of the server, or of before this change.
  expect(await (await listen(url, '0123456789ab-7')).next()).toEqual(RELOAD);
});

test('what is not for everybody is only for pages of this machine', async () => {
  const { url } = await startServe(makeProject(PROJECT));
  const { port } = new URL(url);
  const statusFor = async (headers: Record<string, string>): Promise<number> =>
    (await ask(url, '/__collectstatic__/live.js', headers)).status;
  for (const host of ['localhost', '127.0.0.1', '[::1]', 'shop.localhost', '192.168.1.4', 'LOCALHOST'])
    expect(await statusFor({ Host: `${host}:${port}` })).toBe(200);
  for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', '', 'a b'])
    expect(await statusFor({ Host: host })).toBe(403);
  expect(await statusFor({ 'Sec-Fetch-Site': 'cross-site' })).toBe(403);
  expect(await statusFor({ 'Sec-Fetch-Site': 'same-origin' })).toBe(200);
  const foreign = await ask(url, '/static/x.css', { Host: 'evil.example' });
  expect(foreign.status).toBe(200);
  expect(foreign.headers['x-collectstatic-source']).toBeUndefined();
  expect((await ask(url, '/static/y.css', { Host: 'evil.example' })).body.toString()).toBe(
    'There is no such static file.\n',
  );
});

test('a path that nobody has says what was looked for, where, and what it may have meant', async () => {
  const folder = makeProject({ ...PROJECT, 'assets/<b>.css': '' });
  const { url } = await startServe(folder);
  const text = (await ask(url, '/static/css/sit.css')).body.toString();
  expect(text).toBe(
    `No static file is called css/sit.css\nLooked at:\n  ${folder}/assets/css/sit.css  (directories)\n  ${folder}/shop/static/css/sit.css  (app shop)\nDid you mean css/site.css?\n`,
  );
  expect((await ask(url, '/static/site.css')).body.toString()).toContain('Did you mean css/site.css?');
  expect((await ask(url, '/static/css/site.0123456789ab.css')).body.toString()).toContain('DEBUG is False');
  expect((await ask(url, '/static/css/')).body.toString()).toContain('That is a folder');
  const page = (await ask(url, '/static/%3Ci%3E.css', { Accept: 'text/html' })).body.toString();
  expect(page).toContain('&#60;i&#62;.css');
  expect(page).toContain('href="/static/%3Cb%3E.css"');
  expect(page).not.toContain('<i>');
  expect(page).not.toContain('<b>');
});

test('a sheet that is swapped leads to what has changed, and to nothing else anew', async () => {
  const sheet = [
    '@import "base.css"; @import url(other.css) print;',
    'a { background: url(\'../img/back.png?v=1#x\'); b: image-set("../img/set.png" 1x); c: url(/static/img/set.png) }',
    '/* url(../img/back.png) */ d { background: url(data:image/png,x); e: url(../img/loose.png) }',
    '',
  ].join('\n');
  const folder = makeProject({
    ...PROJECT,
    'shop/static/css/site.css': sheet,
    'shop/static/css/other.css': '',
  });
  const { url } = await startServe(folder);
  const page = await listen(url);
  const swapped = async (): Promise<string> =>
    (await ask(url, '/static/css/site.css?collectstatic=1')).body.toString();
  expect(await swapped()).toBe(sheet);
  for (const name of ['back.png', 'set.png']) {
    writeFileSync(join(folder, 'shop/static/img', name), 'changed');
    await toldOf(page, `/static/img/${name}`);
  }
  expect(await swapped()).toBe(
    sheet
      .replace('"base.css"', '"base.css?collectstatic=1"')
      .replace('back.png?v=1#x', 'back.png?v=1&collectstatic=1#x')
      .replaceAll('set.png', 'set.png?collectstatic=1'),
  );
  expect((await ask(url, '/static/css/site.css')).body.toString()).toBe(sheet);
});
