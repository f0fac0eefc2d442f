import { describe, expect, test } from 'vitest';
import { type Options, processed } from './site.ts';

// References in forms that Django leaves as they are: they ask for the plain copy of a file.

const SITE = { 'img/a.png': 'A', 'js/b.js': '', 'js/c.js': '', 'js/d.json': '{}' };

/** What is said of a file: `code severity line:column URL path`. */
async function saidOf(path: string, text: string, options: Options = {}): Promise<readonly string[]> {
  const { prepared, contents } = await processed({ ...SITE, [path]: text }, options);
  if (!prepared.links.has(path as never))
    expect(contents.get(path)).toBe(Buffer.from(text).toString('latin1'));
  return prepared.problems.map(({ code, severity, at, message }) => {
    const [, url, form] = /refers to "(.*?)".*? by (.+?), which/.exec(message) ?? [];
    return `${severity} ${code} ${at?.line}:${at?.column} ${url} ${form}`;
  });
}

const HASHED = { keepOnlyHashed: true } as const;
const FORMS: readonly (readonly [
  path: string,
  text: (name: string) => string,
  form: string,
  name: string,
])[] = [
  ['css/x.css', (to) => `a{b:image-set("${to}" 1x)}`, 'image-set()', '../img/a.png'],
  [
    'css/x.css',
    (to) => `a{b:-webkit-image-set('${to}' 1x type("image/png"))}`,
    '-webkit-image-set()',
    '../img/a.png',
  ],
  ['css/x.css', (to) => `@font-face{src: src("${to}")}`, 'src()', '../img/a.png'],
  ['css/x.css', (to) => `@IMPORT/**/"${to}";`, '@import', '../img/a.png'],
  ['css/x.css', (to) => `a{b:url(\n"${to}"\n)}`, 'url()', '../img/a.png'],
  ['js/x.js', (to) => `import b from "${to}";`, 'import', './b.js'],
  ['js/x.js', (to) => `import"${to}"`, 'import', './b.js'],
  ['js/x.js', (to) => `export*from"${to}"`, 'export', './b.js'],
  ['js/x.js', (to) => `export {b} from '${to}' with {type: "json"};`, 'export', './b.js'],
  ['js/x.js', (to) => `import("${to}")`, 'import()', './b.js'],
  ['js/x.js', (to) => `import( \`${to}\` , {with: {type: "json"}})`, 'import()', './d.json'],
  ['js/x.js', (to) => `import.meta.resolve("${to}")`, 'import.meta.resolve()', './b.js'],
  ['js/x.js', (to) => `fetch(new URL('${to}', import.meta.url))`, 'new URL()', './b.js'],
  [
    'js/x.js',
    (to) => `new Worker(new URL(/* ü */ "${to}", import.meta.url), {type: 'module'})`,
    'new URL()',
    'b.js',
  ],
  ['js/x.js', (to) => `const w = new Worker( '${to}' );`, 'new Worker()', 'b.js'],
  ['js/x.js', (to) => `return(new self.SharedWorker("${to}", {}))`, 'new SharedWorker()', '/static/js/b.js'],
  ['js/x.js', (to) => `importScripts("${to}")`, 'importScripts()', 'b.js'],
  [
    'js/x.js',
    (to) => `self.importScripts('/static/js/c.js?1', "${to}")`.replace('/static/js/c.js?1', 'data:x'),
    'importScripts()',
    'b.js',
  ],
  [
    'js/x.js',
    (to) => `navigator.serviceWorker?.register("${to}", {scope: "/"})`,
    'serviceWorker.register()',
    '/static/js/b.js',
  ],
  ['js/x.js', (to) => `await context.audioWorklet\n.addModule("${to}")`, 'addModule()', 'b.js'],
];

/** Where the name begins in a text. */
function placeOf(text: string, name: string): string {
  const lines = text.slice(0, text.indexOf(name)).split('\n');
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

describe.each(FORMS)('%s %s', (path, write, form, name) => {
  test('is told if KEEP_ONLY_HASHED_FILES drops the file', async () => {
    const text = write(name);
    const said = [`warning unwritten-reference ${placeOf(text, name)} ${name} ${form}`];
    expect(await saidOf(path, text, HASHED)).toEqual(said);
    expect(await saidOf(path, text)).toEqual([]);
    expect(await saidOf(path, text, { ...HASHED, missingReferences: 'ignore' })).toEqual([]);
    expect(await saidOf(path, text, { ...HASHED, allowMissing: ['**/*.{js,png,json}'] })).toEqual([]);
    expect(await saidOf(path, text, { ...HASHED, prehashed: ['**/{a.png,b.js,d.json}'] })).toEqual([]);
  });

  test('is a warning if no file is there', async () => {
    const gone = name.replace(/\w\.\w+$/, 'gone.png');
    const text = write(gone);
    const said = [`warning missing-reference ${placeOf(text, gone)} ${gone} ${form}`];
    expect(await saidOf(path, text, { missingReferences: 'error' })).toEqual(said);
    expect(await saidOf(path, text, { ...HASHED, missingReferences: 'warn' })).toEqual(said);
    expect(await saidOf(path, text, { missingReferences: 'ignore' })).toEqual([]);
    expect(await saidOf(path, text, { missingReferences: 'error', allowMissing: ['**/gone.png'] })).toEqual(
      [],
    );
  });

  test('is nothing in a comment or a string', async () => {
    const text = write(name).replaceAll('/**/', ' ').replaceAll('/* ü */', '').replaceAll('\n', ' ');
    const quoted = [`/* ${text} */`, path.endsWith('.css') ? '' : `x = ${JSON.stringify(text)}`];
    for (const one of quoted) expect(await saidOf(path, one, HASHED)).toEqual([]);
  });
});

describe('nothing is said of', () => {
  test.each([
    'import(`./$' + '{name}.js`)',
    'import("./b" + ext)',
    'new Worker("b" + ".js")',
    'new Worker(url)',
    'importScripts(...urls)',
    'importScripts(`$' + '{base}b.js`)',
    'new URL("b.js", location)',
    'new URL("https://example.org/b.js", import.meta.url)',
    'myImportScripts("b.js")',
    'navigator.serviceWorker.register("/sw.js")',
    'import "react"',
    'xnew Worker("b.js")',
    '/import("[.]\\/b.js")/.test(x)',
    'export const a = "./b.js"',
  ])('%s', async (text) => {
    expect(await saidOf('js/x.js', text, HASHED)).toEqual([]);
  });

  test.each([
    'a{content:"../img/a.png"}',
    'a{b:image-set(url(../img/a.png) 1x, url("../img/a.png") 2x)}',
    'a{b:image-set(linear-gradient(red, blue) 1x)}',
    'a{b:x("../img/a.png")}',
    '@namespace "../img/a.png";',
    'a{b:image-set(calc(("../img/a.png")))}',
  ])('%s', async (text) => {
    expect(await saidOf('css/x.css', text, HASHED)).toEqual([]);
  });
});

test('an import without an ending is for a bundler, if such a file is there', async () => {
  const text = 'import "./b"; export * from "./c"; import("./pack"); import "./gone"; new Worker("./b");';
  const said = await saidOf('js/x.js', text);
  expect(said.map((line) => line.replace(/.*?:\d+ /, ''))).toEqual([
    './pack import()',
    './gone import',
    './b new Worker()',
  ]);
});

test('several in one file come in their order, beside what Django finds', async () => {
  const text = `@import url(gone.css);
a { b: image-set("../img/gone.png" 1x, url(../img/a.png) 2x, "../img/a.png" 3x) }
ü { b: url(../img/gone.png); c: src("../img/a.png") }`;
  expect(await saidOf('css/x.css', text, { ...HASHED, missingReferences: 'error' })).toEqual([
    'error missing-reference 1:13 undefined undefined',
    'warning missing-reference 2:19 ../img/gone.png image-set()',
    'warning unwritten-reference 2:63 ../img/a.png image-set()',
    'error missing-reference 3:12 undefined undefined',
    'warning unwritten-reference 3:38 ../img/a.png src()',
  ]);
});

test('what module aggregation rewrites is no finding, what it does not is', async () => {
  const text = `import b from "./b.js";\nimport c from "./c.js"\nexport * from "./b.js";\nimport("./c.js");\n`;
  const modules = { ...HASHED, modules: true } as const;
  expect(await saidOf('js/x.js', text, { ...modules, djangoVersion: '5.2' })).toEqual([
    'warning unwritten-reference 2:16 ./c.js import',
  ]);
  expect(await saidOf('js/x.js', text, { ...modules, djangoVersion: '6.1' })).toEqual([]);
});

test('what an import map leads to its hashed copy is no finding', async () => {
  const text = 'import "./b.js"; import("./c.js"); new URL("./b.js", import.meta.url); new Worker("b.js")';
  const said = await saidOf('js/x.js', text, { ...HASHED, importMapName: 'importmap.json' });
  expect(said.map((line) => line.split(' ').slice(3).join(' '))).toEqual([
    './b.js new URL()',
    'b.js new Worker()',
  ]);
});

describe('a second run', () => {
  const files = { ...SITE, 'js/x.js': 'import "./b.js"', 'css/x.css': 'a{b:image-set("../img/a.png" 1x)}' };

  test('reads nothing as long as the plain files are there', async () => {
    const first = await processed(files);
    expect(first.read).toEqual(['js/b.js', 'js/c.js', 'js/x.js', 'css/x.css']);
    const second = await processed(files, {}, { known: first.known, mtimes: {} });
    expect(second.read).toEqual([]);
    expect(second.known).toEqual(first.known);
  });

  test('reads again what refers to a file that went', async () => {
    const first = await processed(files);
    const { 'js/b.js': _, ...fewer } = files;
    const second = await processed(fewer, {}, { known: first.known, mtimes: {} });
    expect(second.read).toEqual(['js/x.js']);
    expect(second.prepared.problems).toMatchObject([{ code: 'missing-reference', severity: 'warning' }]);
  });

  test.each<[string, Options, Options, number]>([
    ['drops plain files', {}, HASHED, 2],
    ['reports', { ...HASHED, missingReferences: 'ignore' }, HASHED, 2],
    ['allows less', { ...HASHED, allowMissing: ['**'] }, { ...HASHED, allowMissing: ['js/*'] }, 1],
    ['keeps fewer names', { ...HASHED, prehashed: ['js/b.js'] }, HASHED, 2],
  ])('tells what it must if it now %s', async (_, before, after, count) => {
    const first = await processed(files, before);
    const second = await processed(files, after, { known: first.known, mtimes: {} });
    expect(second.prepared.problems).toHaveLength(count);
    const third = await processed(files, after, { known: second.known, mtimes: {} });
    expect(third.prepared.problems).toHaveLength(count);
  });

  test('tells a missing reference that the last one was to ignore', async () => {
    const gone = { 'a.css': 'a{b:url(gone.png)}' };
    const first = await processed(gone, { missingReferences: 'ignore' });
    const second = await processed(gone, { missingReferences: 'error' }, { known: first.known, mtimes: {} });
    expect(second.prepared.problems).toHaveLength(1);
  });
});
