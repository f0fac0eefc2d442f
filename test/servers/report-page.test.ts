import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportPage } from '../../src/reporters/report-page/index.ts';
import { bundledParts, reportOf } from '../reporters/page.ts';
import { type Browser, chromium, openBrowser, type Page } from './chromium.ts';

const FILES = 10_000;

describe.skipIf(chromium === undefined)(
  `the page of the report in Chromium${chromium === undefined ? ', which this machine does not have' : ''}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'collectstatic-report-'));
    const file = join(folder, 'report.html');
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      writeFileSync(file, reportPage(reportOf(FILES), await bundledParts()));
      browser = await openBrowser(chromium ?? '');
      page = await browser.newPage();
      await resize(1280, 900, false);
      await page.goto(pathToFileURL(file).href);
    });
    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const press = async (key: string): Promise<void> => {
      const text = key === 'Enter' ? { windowsVirtualKeyCode: 13, text: '\r' } : {};
      for (const type of ['keyDown', 'keyUp'])
        await page.send('Input.dispatchKeyEvent', { type, key, ...text });
    };
    const cells = (more = ''): Promise<number> =>
      page.evaluate(`document.querySelectorAll('#map .cell${more}').length`);
    const focused = (): Promise<string> => page.evaluate('document.activeElement.getAttribute("aria-label")');
    const crumbs = (): Promise<string> => page.evaluate('document.getElementById("crumbs").textContent');
    /** Number of cells that stand out of the map, or of the window: all of those of an earlier size do. */
    const outside = (): Promise<number> =>
      page.evaluate(
        `(() => { const map = document.getElementById('map').getBoundingClientRect();
          return [...document.querySelectorAll('#map .cell')].filter((cell) => { const box = cell.getBoundingClientRect();
            return box.right > Math.min(map.right, innerWidth) + 1 || box.bottom > map.bottom + 1; }).length; })()`,
      );
    // The browser takes a new size, and the page draws anew, some time after it was told to: such results are polled for.
    const resize = (width: number, height: number, mobile: boolean): Promise<unknown> =>
      page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile });

    test('10,000 files are less than 1 MB', () => {
      expect(statSync(file).size).toBeLessThan(1_000_000);
    });

    test('the treemap is drawn within its bounds, the apps as its largest parts', async () => {
      await expect.poll(() => page.evaluate('innerWidth')).toBe(1280);
      await expect.poll(() => cells()).toBeGreaterThan(200);
      await expect.poll(outside).toBe(0);
      expect(await cells('.top')).toBe(6);
    });

    test('the search dims what does not match, and lists what does', async () => {
      await page.evaluate('document.getElementById("search").focus()');
      await page.send('Input.insertText', { text: 'BLOG editor-' });
      await expect
        .poll(() => page.evaluate('document.querySelector("#results p")?.textContent'))
        .toMatch(/^\d+ of 10000 files, /);
      expect(await cells('.dim')).toBeGreaterThan(100);
      const lines = await page.evaluate<readonly string[]>(
        '[...document.querySelectorAll("#results li")].map(({ textContent }) => textContent)',
      );
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) expect(line).toMatch(/blog\/.*editor-/);
      await page.evaluate(
        'const field = document.getElementById("search"); field.value = ""; field.dispatchEvent(new Event("input"));',
      );
      expect(await cells('.dim')).toBe(0);
    });

    test('the keyboard moves from cell to cell, into folders and back', async () => {
      await page.evaluate(`document.querySelector('#map [tabindex="0"]').focus()`);
      const first = await focused();
      expect(first).toMatch(/^app \w+, /);
      await press('ArrowRight');
      await expect.poll(focused).not.toBe(first);
      await press('Home');
      await expect.poll(focused).toBe(first);
      await press('Enter');
      await expect.poll(crumbs).toMatch(/^All filesapp \w+$/);
      expect(await cells('.top')).toBeGreaterThan(0);
      await press('Escape');
      await expect.poll(crumbs).toBe('All files');
      const tabbable = await page.evaluate(`document.querySelectorAll('#map [tabindex="0"]').length`);
      expect(tabbable).toBe(1);
    });

    test('gzip changes the areas; Brotli, of which nothing lies there, can not be chosen', async () => {
      const area = (): Promise<string> => page.evaluate('document.querySelector("#map .top").dataset.size');
      const raw = await area();
      await page.evaluate(`document.querySelector('input[value="gzip"]').click()`);
      expect(await area()).not.toBe(raw);
      expect(await page.evaluate(`document.querySelector('input[value="brotli"]').disabled`)).toBe(true);
    });

    test('it is dark where that is preferred', async () => {
      const colour = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
      const light = await colour();
      const features = [{ name: 'prefers-color-scheme', value: 'dark' }];
      await page.send('Emulation.setEmulatedMedia', { features });
      await expect.poll(colour).not.toBe(light);
    });

    test('a narrow window needs no scrolling sideways', async () => {
      await resize(400, 800, true);
      await expect.poll(() => page.evaluate('innerWidth')).toBe(400);
      await expect.poll(outside).toBe(0);
      await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
    });

    test('no request leaves the page, and nothing fails in it', () => {
      expect(page.loaded().map(({ url }) => url)).toEqual([pathToFileURL(file).href]);
      expect(page.complaints()).toEqual([]);
    });

    test('text of files is text', async () => {
      expect(await page.evaluate('document.querySelectorAll("script").length')).toBe(2);
      expect(await page.evaluate('document.querySelector(".root").textContent')).toBe(
        '/srv/<b>site</b>/static',
      );
    });
  },
);
