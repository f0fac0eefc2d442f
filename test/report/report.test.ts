import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { shop } from '../check/project.ts';
import { runCli } from '../fake-process.ts';

const ROOT = 'STATIC_ROOT = "public"';

interface Group {
  readonly name: string;
  readonly size: number;
  readonly paths: readonly string[];
}

/** What the tests look at of the document. */
interface Document {
  readonly ok: boolean;
  readonly files: readonly Readonly<Record<string, unknown>>[];
  readonly shipped: readonly Group[];
  readonly duplicates: readonly { readonly size: number; readonly paths: readonly string[] }[];
  readonly usage: { readonly used: number; readonly named: number; readonly unreferenced: readonly Group[] };
  readonly leftovers: { readonly retired: Group; readonly foreign: Group };
  readonly conflicts: readonly object[];
  readonly comparison?: object;
  readonly requests?: { readonly unasked: readonly Group[] };
  readonly problems: readonly { readonly code: string }[];
}

async function reportOf(cwd: string, ...args: readonly string[]): Promise<Document> {
  const { stdout, stderr } = await runCli(['report', '--format', 'json', ...args], { cwd });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Document;
}

function pathsOf(groups: readonly Group[]): readonly string[] {
  return groups.flatMap(({ paths }) => paths).sort();
}

test('files are weighed as they are served, with the variants that lie there', async () => {
  const text = 'body { color: rebeccapurple }\n'.repeat(50);
  const files = {
    'shop/static/css/site.css': text,
    'shop/static/css/use.css': `@import "site.css";\n${text}`,
  };
  const cwd = shop(files, 'manifest', ROOT);
  await runCli(['--no-input', '--set', 'STORAGE=compressed-manifest'], { cwd });
  const { files: found, leftovers } = await reportOf(cwd, '--set', 'STORAGE=compressed-manifest');
  const use = found.find(({ path }) => path === 'css/use.css');
  // The import of the served copy names a hash.
  expect(use).toMatchObject({
    size: text.length + '@import url("site.0123456789ab.css");\n'.length,
    source: 'app shop',
  });
  expect(use?.gzip).toBeLessThan(200);
  expect(use?.brotli).toBeLessThan(200);
  expect(found.find(({ path }) => path === 'img/logo.png')).toMatchObject({
    size: 3,
    gzip: null,
    brotli: null,
  });
  expect([leftovers.retired.paths, leftovers.foreign.paths]).toEqual([[], []]);
});

test('before the first run the sources are weighed', async () => {
  const cwd = shop({}, 'plain', ROOT);
  expect((await reportOf(cwd)).files).toEqual([
    { path: 'css/site.css', size: 7, gzip: null, brotli: null, source: 'app shop' },
    { path: 'img/logo.png', size: 3, gzip: null, brotli: null, source: 'app shop' },
  ]);
});

test('what lies in STATIC_ROOT without a source is told: of earlier releases, and of others', async () => {
  const cwd = shop({ 'shop/static/old.css': 'x' }, 'plain', ROOT);
  await runCli(['--no-input'], { cwd });
  writeFileSync(join(cwd, 'public/foreign.txt'), 'hello');
  const { leftovers } = await reportOf(cwd, '--ignore', 'old.css');
  expect(leftovers).toMatchObject({
    retired: { paths: ['old.css'], size: 1 },
    foreign: { paths: ['foreign.txt'], size: 5 },
  });
});

test('maps, sources, duplicates and conflicts are told', async () => {
  const cwd = shop(
    {
      'shop/static/a.js.map': '{}',
      'shop/static/a.d.ts': 'export {}',
      'shop/static/a.scss': '$x: 1',
      'shop/static/lib/LICENSE': 'MIT',
      'shop/static/lib/license-plate.png': 'PNG2',
      'shop/static/one.svg': '<svg/>',
      'shop/static/two.svg': '<svg/>',
      'assets/css/site.css': 'html {}',
    },
    'plain',
    'STATICFILES_DIRS = ["assets"]',
  );
  const { shipped, duplicates, conflicts } = await reportOf(cwd);
  expect(Object.fromEntries(shipped.map(({ name, paths }) => [name, paths]))).toEqual({
    'source maps': ['a.js.map'],
    'type declarations': ['a.d.ts'],
    'Sass, Less and Stylus': ['a.scss'],
    'licences and notes': ['lib/LICENSE'],
  });
  expect(duplicates).toEqual([{ size: 6, paths: ['one.svg', 'two.svg'] }]);
  expect(conflicts).toHaveLength(1);
});

test('three words of use: used, only named, unreferenced', async () => {
  const cwd = shop(
    {
      'shop/templates/page.html': [
        '{% load static %}<link href="{% static \'css/site.css\' %}">',
        '<img src="{% static \'flags/countries/\' %}{{ code }}.svg">',
        `<script>const url = \`/static/themes/theme-\${name}.css\`;</script>`,
      ].join('\n'),
      'shop/views.py': 'ICONS = ["star.png"]\nPATTERN = "maps/map-%s.json"\n',
      'shop/static/css/site.css': 'body { background: url("../img/paper.png") }',
      'shop/static/img/paper.png': 'P1',
      'shop/static/icons/star.png': 'P2',
      'shop/static/flags/countries/fr.svg': 'F',
      'shop/static/themes/theme-dark.css': 'T',
      'shop/static/maps/map-1.json': '{}',
      'shop/static/favicon.ico': 'I',
      'shop/static/dead/main.css.backup': 'old',
      'shop/static/dead/forgotten.css': '/* forgotten.css */ a {}',
      'shop/static/dead/forgotten.min.css': '/* forgotten.css */ a{}',
      'shop/static/vendor/tinymce/tinymce.min.js': 'var forgotten',
      'shop/static/vendor/tinymce/LICENSE': 'MIT',
      'shop/static/vendor/tinymce/skins/oxide.css': 'S',
      'shop/static/vendor/unused/package.json': '{"main": "unused.js"}',
      'shop/static/vendor/unused/core.js': 'U',
      'shop/static/icons/_font.scss': '@font-face { src: url("#{$path}/symbols.woff2") }',
      'shop/static/icons/symbols.woff2': 'W',
      'shop/forms.py': 'from django.forms import Media\nm = Media(js=["vendor/tinymce/tinymce.min.js"])\n',
    },
    'plain',
  );
  const { usage } = await reportOf(cwd);
  expect(usage.unreferenced.map(({ name }) => name)).toEqual(['dead', 'img', 'vendor/unused']);
  expect(pathsOf(usage.unreferenced)).toEqual([
    'dead/forgotten.css',
    'dead/forgotten.min.css',
    'img/logo.png',
    'vendor/unused/core.js',
  ]);
  expect(usage.used).toBe(3);
});

test('a list of all files is no evidence, and a shadowing file is not judged', async () => {
  const cwd = shop(
    {
      'shop/static/webpack-stats.json': '["dead.js"]',
      'shop/static/dead.js': 'D',
      'assets/img/logo.png': 'PNG3',
    },
    'plain',
    'STATICFILES_DIRS = ["assets"]',
  );
  expect(pathsOf((await reportOf(cwd)).usage.unreferenced)).toEqual([
    'css/site.css',
    'dead.js',
    'webpack-stats.json',
  ]);
});

test('--against compares with a saved report', async () => {
  const cwd = shop({ 'shop/static/gone.js': 'gone' }, 'plain');
  const { stdout } = await runCli(['report', '--format', 'json'], { cwd });
  writeFileSync(join(cwd, 'old.json'), stdout);
  writeFileSync(join(cwd, 'shop/static/css/site.css'), 'body {} /* and more */');
  writeFileSync(join(cwd, 'shop/static/new.js'), 'new file');
  const { comparison } = await reportOf(cwd, '--against', 'old.json', '--ignore', 'gone.js');
  expect(comparison).toEqual({
    label: join(cwd, 'old.json'),
    before: 14,
    changes: [
      { path: 'css/site.css', before: 7, size: 22 },
      { path: 'new.js', before: null, size: 8 },
      { path: 'gone.js', before: 4, size: null },
    ],
  });
});

const LINES = {
  'nginx and Apache, combined':
    '10.0.0.1 - - [28/Nov/2026:10:00:00 +0000] "GET /static/css/site.css?v=1 HTTP/1.1" 200 7 "-" "curl"',
  common: '::1 - bob [28/Nov/2026:10:00:00 +0000] "GET /static/css/site.css HTTP/2.0" 304 -',
  'nginx, JSON':
    '{"time_iso8601": "2026-11-28", "request": "GET /static/css/site.css HTTP/1.1", "status": 200}',
  'Caddy, JSON': '{"ts": 1764324000.5, "request": {"method": "GET", "uri": "/static/css/site.css"}}',
  'Traefik, JSON': '{"StartUTC": "2026-11-28", "RequestPath": "/static/css/site.css"}',
  'Google, JSON':
    '{"timestamp": "2026-11-28", "httpRequest": {"requestUrl": "x", "url": "https://a.b/static/css/site.css"}}',
};

test.each(Object.entries(LINES))('--access-log reads %s', async (_, line) => {
  const cwd = shop({}, 'plain');
  writeFileSync(join(cwd, 'access.log'), `${line}\nnonsense\n`);
  const { requests } = await reportOf(cwd, '--access-log', 'access.log');
  expect(requests).toMatchObject({
    lines: 1,
    unread: 1,
    static: 1,
    unasked: [{ name: 'img', paths: ['img/logo.png'] }],
  });
});

test('names with a hash of this and of earlier releases count, and a log may be packed', async () => {
  const cwd = shop({ 'shop/static/other.css': 'a {}' }, 'manifest', ROOT);
  const manifest = async (): Promise<Readonly<Record<string, string>>> => {
    const { stdout } = await runCli(['--no-input', '--format', 'json'], { cwd });
    const { files } = JSON.parse(stdout) as { files: readonly { path: string; of?: string; why: string }[] };
    return Object.fromEntries(files.filter(({ why }) => why === 'hashed').map(({ path, of }) => [of, path]));
  };
  const first = await manifest();
  writeFileSync(join(cwd, 'shop/static/css/site.css'), 'body { color: red }');
  const second = await manifest();
  const names = [first['css/site.css'], { ...first, ...second }['other.css']];
  const lines = names.map((name) => LINES['nginx and Apache, combined'].replace('css/site.css', name ?? ''));
  writeFileSync(join(cwd, 'access.log.gz'), gzipSync(lines.join('\n')));
  const { requests } = await reportOf(cwd, '--access-log', 'access.log.gz');
  expect(pathsOf(requests?.unasked ?? [])).toEqual(['img/logo.png']);
});

test('a log without static requests judges nothing', async () => {
  const cwd = shop({}, 'plain');
  writeFileSync(join(cwd, 'access.log'), LINES.common.replace('/static/', '/page/'));
  const { stdout } = await runCli(['report', '--access-log', 'access.log'], { cwd });
  expect(stdout).toContain('no request is below STATIC_URL');
  expect((await reportOf(cwd, '--access-log', 'access.log')).requests?.unasked).toEqual([]);
});

test.each([
  ['that is not there', null, 'no such file'],
  ['that is empty', '', 'it is empty'],
  ['of something else', 'hello\nworld\n', 'none of its lines is a request'],
])('an access log %s is an error', async (_, text, cause) => {
  const cwd = shop({}, 'plain');
  if (text !== null) writeFileSync(join(cwd, 'access.log'), text);
  const { code, stderr } = await runCli(['report', '--access-log', 'access.log'], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain('[access-log-unreadable]');
  expect(stderr).toContain(cause);
});

test('a broken budget is exit code 1, in the report and in other formats', async () => {
  const cwd = shop({}, 'plain');
  const args = ['report', '--set', 'BUDGETS={"**/*.css": "5 B"}'];
  const { code, stderr, stdout } = await runCli(args, { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain('**/*.css is 7 B in 1 file, 2 B over its budget of 5 B [budget-broken]');
  expect(stdout).toContain('budget **/*.css: 7 B of 5 B');
  expect((await runCli([...args, '--format', 'github'], { cwd })).stdout).toContain('title=budget-broken::');
});

test('the text tells each part, and a link in place of a file is followed', async () => {
  const cwd = shop({ 'elsewhere/big.js': 'x'.repeat(5000) }, 'plain');
  mkdirSync(join(cwd, 'shop/static/js'));
  symlinkSync(join(cwd, 'elsewhere/big.js'), join(cwd, 'shop/static/js/big.js'));
  const { code, stdout } = await runCli(['report'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^3 files, 5\.0 kB\n\nBy source\n {4}5\.0 kB {2}app shop \(3\)\n\nBiggest\n {4}5\.0 kB {2}js\/big\.js\n/,
  );
  expect(stdout).toContain("Of the project's own files 0 are used, 0 only named, 3 unreferenced");
});
