import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bundleCli } from '../cli-bundle.ts';
import { freePort } from '../serve/free-port.ts';
import { ask } from '../serve/raw.ts';
import { type Browser, chromium, openBrowser, type Page } from './chromium.ts';
import { copySite, type DjangoSite, makeDjangoSite } from './django.ts';

// A real browser, our servers, uvicorn and Django. Pictures of the pages stay in the system's temporary folder if PICTURES is set.
describe.skipIf(chromium === undefined)(
  'in Chromium (skipped where there is none: CHROMIUM names one)',
  () => {
    let bundle: string;
    let script: string;
    let original: DjangoSite;
    let site: DjangoSite;
    let browser: Browser;
    let child: ChildProcess | undefined;

    beforeAll(async () => {
      bundle = mkdtempSync(join(tmpdir(), 'collectstatic-browser-'));
      script = await bundleCli(bundle);
      original = makeDjangoSite();
      browser = await openBrowser(chromium ?? '');
    });
    afterAll(async () => {
      await browser.close();
      original.remove();
      rmSync(bundle, { recursive: true, force: true });
    });
    afterEach(async () => {
      await end(child);
      child = undefined;
      site.remove();
    });

    /** Starts one of the servers with Django behind it, and returns its URL. */
    async function start(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<string> {
      const options = ['--venv', site.venv, '--port', '0'];
      child = spawn(process.execPath, [script, args[0] ?? '', ...options, ...args.slice(1)], {
        cwd: site.folder,
        env: { PATH: process.env.PATH ?? '', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let text = '';
      child.stderr?.on('data', (chunk) => {
        text += chunk;
      });
      return new Promise((resolve, reject) => {
        child?.stdout?.on('data', (chunk) => {
          text += chunk;
          const url = /^(http:\S+) [\s\S]*Ctrl-C ends it/m.exec(text)?.[1];
          if (url !== undefined) resolve(url);
        });
        child?.once('exit', () => reject(new Error(text)));
      });
    }

    const uvicorn = (): readonly string[] => [
      '--',
      join(site.venv, 'bin/python'),
      '-m',
      'uvicorn',
      'proj.asgi:application',
      '--port',
      '{port}',
      // Django keeps templates: without a new start uvicorn would never show a change.
      ...['--reload', '--reload-include', '*.html'],
    ];

    /** Saves aside, then over the old file, as most editors do: a page never asks for a file that is only just emptied. */
    function save(path: string, from: string | RegExp, to: string): void {
      const [file, draft] = [join(site.folder, path), join(site.folder, 'draft')];
      writeFileSync(draft, readFileSync(file, 'utf8').replace(from, to));
      renameSync(draft, file);
    }

    test('serve: a page has its styles, font and module, and follows changes', async () => {
      site = copySite(original);
      const url = await start({}, 'serve', ...uvicorn());
      const page = await browser.newPage();
      await page.goto(url);
      await page.until('document.getElementById("module").textContent === "hello from a module"');
      await page.until(
        'document.fonts.check("16px Shop") && [...document.fonts].every((font) => font.status === "loaded")',
      );
      expect(await colour(page)).toBe('rgb(0, 100, 0)');
      expect(page.complaints()).toEqual([]);
      const statuses = page.loaded().filter(({ url: loaded }) => loaded.startsWith('http'));
      expect(statuses.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
      await page.screenshot().then((picture) => keep('serve', picture));

      // A page that is not loaded anew keeps this.
      await page.evaluate('window.mark = 1');
      save('shop/static/css/site.css', 'rgb(0, 100, 0)', 'rgb(200, 0, 0)');
      await page.until('getComputedStyle(document.querySelector("h1")).color === "rgb(200, 0, 0)"');
      save('shop/static/css/base.css', '2rem', '5rem');
      await page.until('getComputedStyle(document.body).marginLeft === "80px"');
      await page.until('document.querySelectorAll("link[rel=stylesheet]").length === 1');
      const before = await page.screenshot();
      save('shop/static/img/box.svg', 'rgb(200,220,255)', 'rgb(255,0,0)');
      await untilOther(page, before);
      await page.screenshot().then((picture) => keep('serve-changed', picture));
      expect(await page.evaluate('window.mark')).toBe(1);

      save('shop/templates/shop/home.html', 'The shop', 'The new shop');
      await page.until('document.querySelector("h1").textContent === "The new shop"');
      expect(await page.evaluate('window.mark')).toBe(undefined as never);
      await page.evaluate('window.mark = 1');
      save('shop/static/js/greet.js', 'hello', 'welcome');
      await page.until('document.getElementById("module").textContent === "welcome from a module"');
      expect(page.complaints()).toEqual([]);
    });

    test('serve: a login with CSRF, a websocket and events go through', async () => {
      site = copySite(original);
      const url = await start({}, 'serve', ...uvicorn());
      const page = await browser.newPage();
      await page.goto(`${url}admin/`);
      await page.evaluate(`
      document.getElementById('id_username').value = 'ann';
      document.getElementById('id_password').value = 'secret';
      document.querySelector('form').submit();
    `);
      await page.until('document.getElementById("user-tools")?.textContent.includes("ann")');
      await page.screenshot().then((picture) => keep('admin', picture));
      expect(page.complaints()).toEqual([]);
      expect(
        await page.evaluate(`new Promise((resolve, reject) => {
        const socket = new WebSocket(location.origin.replace('http', 'ws') + '/ws');
        socket.onopen = () => socket.send('hello');
        socket.onmessage = (event) => resolve(event.data);
        socket.onerror = () => reject(new Error('no websocket'));
      })`),
      ).toBe('echo hello');
      expect(
        await page.evaluate(`new Promise((resolve) => {
        const events = new EventSource('/events/');
        const seen = [];
        events.onmessage = (event) => { seen.push(event.data); if (seen.length === 3) { events.close(); resolve(seen.join()); } };
      })`),
      ).toBe('0,1,2');
    });

    test('serve --proxy: static files that uvicorn has not, and requests while it is away', async () => {
      site = copySite(original);
      const port = await freePort();
      const url = await start({}, 'serve', '--proxy', String(port));
      const waiting = ask(url, '/');
      const application = spawn(
        join(site.venv, 'bin/python'),
        ['-m', 'uvicorn', 'proj.asgi:application', '--port', String(port)],
        {
          cwd: site.folder,
          stdio: 'ignore',
        },
      );
      try {
        let { status } = await waiting;
        // A busy machine may take longer to start it than a request waits; how that waits is in test/serve/proxy.test.ts.
        while (status === 502) ({ status } = await ask(url, '/'));
        expect(status).toBe(200);
        const alone = await ask(`http://127.0.0.1:${port}/`, '/static/css/site.css');
        expect([alone.status, (await ask(url, '/static/css/site.css')).status]).toEqual([404, 200]);
        const { body } = await ask(
          url,
          '/echo/?a=%20',
          { 'Content-Length': '200000' },
          'POST',
          'x'.repeat(200_000),
        );
        expect(JSON.parse(body.toString())).toMatchObject({
          method: 'POST',
          bytes: 200_000,
          host: new URL(url).host,
          query: 'a=%20',
          client: '127.0.0.1',
        });
      } finally {
        await end(application);
      }
    });

    test('preview: everything that the page loads is hashed, compressed and kept for ever', async () => {
      site = copySite(original);
      const collected = spawn(process.execPath, [script, '--no-input', '--venv', site.venv], {
        cwd: site.folder,
        stdio: 'ignore',
      });
      expect((await once(collected, 'exit'))[0]).toBe(0);
      const url = await start({ DEBUG: '0' }, 'preview', ...uvicorn());
      const page = await browser.newPage();
      await page.goto(url);
      await page.until('document.getElementById("module").textContent === "hello from a module"');
      await page.until('[...document.fonts].every((font) => font.status === "loaded")');
      await page.screenshot().then((picture) => keep('preview', picture));
      expect(page.complaints()).toEqual([]);
      const files = page.loaded().filter(({ url: loaded }) => loaded.includes('/static/'));
      const names = files.map(({ url: loaded }) =>
        loaded.replace(/^.*\/static\//, '').replace(/\.[0-9a-f]{12}\./, '.'),
      );
      expect([...new Set(names)].sort()).toEqual([
        ...['css/base.css', 'css/site.css', 'fonts/shop.ttf', 'img/box.svg', 'js/greet.js', 'js/main.js'],
      ]);
      for (const { url: loaded, status, headers } of files) {
        expect([loaded, status, headers['cache-control'], headers.vary]).toEqual([
          expect.stringMatching(/\.[0-9a-f]{12}\./),
          200,
          'public, max-age=31536000, immutable',
          'Accept-Encoding',
        ]);
        // A picture of so few bytes is hardly smaller.
        expect([loaded, headers['content-encoding']]).toEqual([
          loaded,
          expect.stringMatching(/^(?:br|gzip)$/),
        ]);
      }
    });
  },
);

async function end(process: ChildProcess | undefined): Promise<void> {
  if (process === undefined || process.exitCode !== null || process.signalCode !== null) return;
  const ended = once(process, 'exit');
  process.kill('SIGTERM');
  await ended;
}

function colour(page: Page): Promise<string> {
  return page.evaluate('getComputedStyle(document.querySelector("h1")).color');
}

async function untilOther(page: Page, before: Buffer): Promise<void> {
  // The test's own bound ends it, if the page never looks otherwise.
  while ((await page.screenshot()).equals(before)) await pause(20);
}

function keep(name: string, picture: Buffer): void {
  if (process.env.PICTURES !== undefined) writeFileSync(join(tmpdir(), `collectstatic-${name}.png`), picture);
}
