import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Report, why } from '../../src/index.ts';
import { loadSettings } from '../../src/settings/index.ts';
import { bundleCli } from '../cli-bundle.ts';
import { changes, makeSite, type Site } from '../fingerprinting/site.ts';

// What is read back from the disk is input, and every input has a bound.

const MANIFEST = { STORAGE: 'manifest' };
const FILES = { 'a.css': 'a { background: url(b.svg) }', 'b.svg': '<svg/>' };
const LEDGER = '.collectstatic/out/ledger.json';

function edit(site: Site, place: string, replace: (ledger: string) => string): void {
  const before = site.read(place).toString();
  const after = replace(before);
  expect(after).not.toBe(before);
  writeFileSync(join(site.folder, place), after);
}

/** Adds fingerprinted copies of something to the list of files, which is the fourth line. */
function withRows(ledger: string, ...rows: readonly (readonly [path: string, of: string])[]): string {
  const lines = ledger.split('\n');
  const { files } = JSON.parse(`{${lines[3]}`);
  for (const [path, of] of rows) {
    files.paths.push(path);
    files.since.push(1);
    files.by.push(-2);
    files.what.push(of);
  }
  lines[3] = `"files":${JSON.stringify(files)}}`;
  return lines.join('\n');
}

/** Puts it where another version has it, whose workspace is not there. */
function moveLedger(site: Site, place: string): void {
  if (place === LEDGER) return;
  renameSync(join(site.folder, LEDGER), join(site.folder, place));
  rmSync(join(site.folder, '.collectstatic'), { recursive: true });
}

function codesOf({ problems }: Report): readonly string[] {
  return problems.map(({ code }) => code);
}

describe('a ledger', () => {
  test.each([
    ['', LEDGER],
    [' of an earlier version, in STATIC_ROOT itself,', 'out/.collectstatic.json'],
  ])('%s that names files outside, or files that are not ours, deletes none of them', async (_, place) => {
    const site = makeSite(MANIFEST, FILES);
    await site.collect();
    moveLedger(site, place);
    const files = ['victim.txt', 'victim2.gz', 'out/users-own.txt', 'out/users-own.gz'];
    for (const file of files) site.write(file, 'precious');
    edit(site, place, (text) =>
      text
        .replace('"beside":{}', '"beside":{"../victim.txt":"x","users-own.txt":"x","/etc/hostname":"x"}')
        .replace('"variants":{}', '"variants":{"../victim2":["gzip"],"users-own":["gzip"]}'),
    );
    edit(site, place, (text) => withRows(text, ['../victim.txt', '']));
    expect(codesOf(await site.collect())).toEqual(['ledger-damaged']);
    site.write('assets/c.css', 'c');
    await site.collect({ clearOwned: true });
    for (const file of files) expect(site.read(file).toString()).toBe('precious');
  });

  test('is mended by the run that finds it damaged', async () => {
    const site = makeSite(MANIFEST, FILES);
    await site.collect();
    edit(site, LEDGER, (text) => text.replace('"rewritten":{', '"rewritten":{"../x":1,'));
    expect(codesOf(await site.collect())).toEqual(['ledger-damaged']);
    expect(codesOf(await site.collect())).toEqual([]);
  });

  test.each([
    ['', LEDGER],
    [' of an earlier version', 'out/.collectstatic.json'],
  ])('%s that goes round in a circle is explained to its end', async (_, place) => {
    const site = makeSite(MANIFEST, FILES);
    await site.collect();
    moveLedger(site, place);
    edit(site, place, (text) => withRows(text, ['x', 'y'], ['y', 'x']));
    const settings = await loadSettings({ cwd: site.folder, env: {}, requireStaticRoot: true });
    expect(await why(settings, ['x'])).toMatchObject([{ path: 'x', exists: false, asset: null }]);
  });

  test.each([
    ['a pipe', (file: string) => execFileSync('mkfifo', [file])],
    ['a link', (file: string) => execFileSync('ln', ['-s', '/dev/zero', file])],
    ['text', (file: string) => writeFileSync(file, 'not a ledger')],
    ['huge', (file: string) => execFileSync('truncate', ['-s', '200000000', file])],
  ])('that is %s costs time, and is replaced', async (_, make) => {
    const site = makeSite(MANIFEST, FILES);
    await site.collect();
    rmSync(join(site.folder, LEDGER));
    make(join(site.folder, LEDGER));
    const before = site.served();
    expect(codesOf(await site.collect())).toEqual(['ledger-damaged']);
    expect(site.served()).toEqual(before);
    expect(codesOf(await site.collect())).toEqual([]);
  });

  test('that is a folder is an error before anything is visible', async () => {
    const site = makeSite(MANIFEST, FILES);
    await site.collect();
    const before = site.served();
    rmSync(join(site.folder, LEDGER));
    mkdirSync(join(site.folder, LEDGER, 'full'), { recursive: true });
    site.write('assets/c.css', 'c');
    await expect(site.collect()).rejects.toMatchObject({
      problems: [{ code: 'destination-failed', at: { file: join(site.folder, LEDGER) } }],
    });
    expect(site.served()).toEqual(before);
  });
});

test('a shipped variant is unpacked no further than its original', async () => {
  // In pieces, so that nothing large was held here before.
  const bomb = Buffer.concat(Array.from({ length: 300 }, () => gzipSync(Buffer.alloc(1_000_000))));
  const site = makeSite({ STORAGE: 'compressed' }, { 'x.css': 'a'.repeat(5000), 'x.css.gz': bomb });
  const before = process.memoryUsage().arrayBuffers;
  const report = await site.collect();
  expect(codesOf(report)).toEqual(['variant-foreign']);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
});

test('any number of source maps and of references in one file', async () => {
  const maps = '/*# sourceMappingURL=a.map */\n'.repeat(200_000);
  const many = 'a { background: url(b.svg) }\n'.repeat(150_000);
  const attributes = `<img ${'src="b.svg" '.repeat(150_000)}>`;
  const site = makeSite(
    { ...MANIFEST, MISSING_REFERENCES: 'warn', REWRITE: ['html'] },
    { 'a.map': '{}', 'b.svg': '', 'maps.css': maps, 'many.css': many, 'page.html': attributes },
  );
  const report = await site.collect();
  expect(changes(report)).toHaveProperty('maps.css');
});

test('what nothing closes on a long line is gone over once', async () => {
  // What is not there is not looked up: only the reading takes as long as the text is.
  const site = makeSite(
    { ...MANIFEST, MISSING_REFERENCES: 'ignore' },
    {
      'url.css': 'url('.repeat(400_000),
      'quoted.css': `url("`.repeat(300_000),
      'import.css': `@import "${' '.repeat(2_000_000)}`,
    },
  );
  expect(Object.keys(changes(await site.collect()))).toContain('url.css');
});

test('an env file that is a pipe is refused', async () => {
  const site = makeSite(MANIFEST, FILES);
  execFileSync('mkfifo', [join(site.folder, 'pipe.env')]);
  const request = { cwd: site.folder, env: {}, envFile: 'pipe.env', requireStaticRoot: true };
  await expect(loadSettings(request)).rejects.toMatchObject({ problems: [{ code: 'env-file-unreadable' }] });
});

describe('the program', () => {
  let script: string;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
    script = await bundleCli(folder);
    return () => rmSync(folder, { recursive: true });
  });

  function run(cwd: string, ...flags: readonly string[]): ReturnType<typeof spawnSync> {
    const args = [script, '--no-input', '--lock-timeout', '0s', ...flags];
    return spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: 300_000 });
  }

  test.each([
    'export default new Promise(() => {})',
    'await new Promise(() => {}); export default {}',
    'export default { get STATIC_ROOT() { throw new Error("\\u001b[2Jno") } }',
  ])('ends with an error for %s', (text) => {
    const site = makeSite(MANIFEST, FILES);
    rmSync(join(site.folder, 'collectstatic.config.json'));
    writeFileSync(join(site.folder, 'collectstatic.config.mjs'), text);
    const { status, stderr } = run(site.folder);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: The settings file .*\[settings-invalid\]/);
    expect(stderr).not.toContain('\u001b[2J');
    expect(stderr).not.toContain('bug');
  });

  test.each([
    ['--settings', 'settings-unreadable', ['--settings', 'pipe.json']],
    ['--settings of Python', 'settings-unreadable', ['--settings', 'pipe.py']],
    ['EXTENDS', 'settings-unreadable', ['--settings', 'extends.json']],
  ])('refuses a pipe for %s', (_, code, flags) => {
    const site = makeSite(MANIFEST, FILES);
    for (const name of ['pipe.json', 'pipe.py']) execFileSync('mkfifo', [join(site.folder, name)]);
    site.write('extends.json', '{ "EXTENDS": "pipe.json" }');
    const { status, stderr } = run(site.folder, ...flags);
    expect([status, stderr]).toEqual([1, expect.stringContaining(`[${code}]`)]);
    expect(existsSync(join(site.folder, 'out'))).toBe(false);
  });

  // What stands where Python keeps its own files is input too.
  test.each([
    ['env/pyvenv.cfg', 0],
    ['env/lib/python3.12/site-packages/extra.pth', 0],
    ['env/lib/python3.12/site-packages/__editable___x_finder.py', 0],
    ['env/lib/python3.12/site-packages/django/__init__.py', 0],
    // Python passes over a module that is no file.
    ['shop/apps.py', 0],
    ['shop/__init__.py', 0],
    ['site/settings.py', 1],
    ['manage.py', 1],
  ])('ends where %s is a pipe', (path, expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
    const files = {
      'env/pyvenv.cfg': 'version = 3.12.1\n',
      'env/lib/python3.12/site-packages/editable.pth':
        'import __editable___x_finder; __editable___x_finder.install()\n',
      'env/lib/python3.12/site-packages/__editable___x_finder.py': '',
      'env/lib/python3.12/site-packages/django/__init__.py': 'VERSION = (5, 2, 1)\n',
      'shop/__init__.py': '',
      'shop/apps.py': 'from django.apps import AppConfig\nclass ShopConfig(AppConfig):\n    name = "shop"\n',
      'shop/static/shop/a.css': 'a {}',
      'site/__init__.py': '',
      'site/settings.py': 'STATIC_URL = "static/"\nSTATIC_ROOT = "out"\nINSTALLED_APPS = ["shop"]\n',
      'manage.py':
        'import os, sys\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line(sys.argv)\n',
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      if (name !== path) writeFileSync(join(folder, name), text);
    }
    execFileSync('mkfifo', [join(folder, path)]);
    const { status, stderr } = run(folder, '--venv', 'env');
    expect([status, stderr]).toEqual([expected, expect.not.stringContaining('bug')]);
    rmSync(folder, { recursive: true });
  });
});
