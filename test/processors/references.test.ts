import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prepare } from '../../src/processors/index.ts';
import { problemsOf, processed, rewritten } from './site.ts';

const IMAGES = { 'img/a.png': 'A', 'img/a b.png': 'AB', 'img/b.svg': '<svg/>' };

describe('where Django gives up', () => {
  test.each([
    ['a blank before the quote', 'a{b:url( "../img/a.png" )}', 'a{b:url("../img/a.#.png")}'],
    ['an escaped blank', 'a{b:url(../img/a\\ b.png)}', 'a{b:url("../img/a b.#.png")}'],
    ['a URL on a line of its own', 'a{b:url(\n"../img/a.png")}', 'a{b:url("../img/a.#.png")}'],
    [
      'text beyond ASCII before it',
      '/* ü🎉 */a{b:url( "../img/a.png" )}',
      '/* ü🎉 */a{b:url("../img/a.#.png")}',
    ],
    [
      'two URLs taken for one',
      'a{b:url("../img/a.png" ),url("../img/b.svg")}',
      'a{b:url("../img/a.#.png"),url("../img/b.#.svg")}',
    ],
  ])('%s', async (_, text, expected) => {
    expect(await rewritten('css/site.css', text, IMAGES, { djangoVersion: '6.0' })).toBe(expected);
  });

  test('names that need encoding get it', async () => {
    const others = { 'img/a#b.png': '1', 'img/c?d.png': '2', 'img/e%41.png': '3', 'img/f"g.png': '4' };
    const text =
      'a{b:url(../img/a%23b.png),url(../img/c%3Fd.png),url(../img/e%2541.png),url(../img/f%22g.png)}';
    const { contents, names } = await processed({ 'css/site.css': text, ...others });
    const urls = [...(contents.get('css/site.css') ?? '').matchAll(/url\("(.*?)"\)/g)].map(([, url]) => url);
    expect(urls).toHaveLength(4);
    for (const [index, path] of ['img/a#b.png', 'img/c?d.png', 'img/f"g.png'].entries()) {
      const url = urls[index === 2 ? 3 : index] as string;
      expect(decodeURIComponent(new URL(url, 'http://x/css/site.css').pathname)).toBe(
        `/${names.get(path as never)}`,
      );
    }
  });

  test('a module without semicolons', async () => {
    const others = { 'js/a.js': '', 'js/b.js': '' };
    const text = 'import "./b.js"\nexport * from "./a.js"\n';
    const options = { djangoVersion: '6.1', modules: true };
    expect(await rewritten('js/main.js', text, others, options)).toBe(
      'import"./b.#.js"\nexport * from "./a.#.js"\n',
    );
  });

  test('a style sheet behind a query carries its own fingerprint', async () => {
    const files = { 'a.css': '@import "b.css?v=1";', 'b.css': 'a{b:url(img/a.png)}', ...IMAGES };
    const { contents, names } = await processed(files);
    expect(contents.get('a.css')).toBe(`@import url("${names.get('b.css' as never)}?v=1");`);
  });
});

describe('missing references', () => {
  test('all of them, with place and nearest name', async () => {
    const files = {
      'css/site.css': 'a{b:url(../img/A.png)}\n/* url(x.png) */ c{d:url("../img/lago.svg#i")}',
      'img/logo.svg': '<svg/>',
      'js/x.js': 'x()\n//# sourceMappingURL=x.js.map\n',
      'deep/er.css': 'é{b:url(logo/a.png)} @import "gone.css";',
      ...IMAGES,
    };
    expect(await problemsOf(files, { missingReferences: 'error' })).toEqual([
      "error missing-reference css/site.css:1:9 'img/a.png' differs in letter case only.",
      "error missing-reference css/site.css:2:27 Did you mean 'img/logo.svg'?",
      'warning missing-source-map js/x.js:2:22 Add the file or correct the reference. Else list the path in ALLOW_MISSING (in settings.py: COLLECTSTATIC = {"ALLOW_MISSING": [...]}).',
      "error missing-reference deep/er.css:1:9 Did you mean 'img/a.png'?",
      'error missing-reference deep/er.css:1:31 Add the file or correct the reference. Else say --missing-references warn, or list the path in ALLOW_MISSING (in settings.py: COLLECTSTATIC = {"ALLOW_MISSING": [...]}).',
    ]);
  });

  test('the message names file, URL and path', async () => {
    const { prepared } = await processed({ 'css/site.css': 'a{b:url(../img/x.png)}' });
    expect(prepared.problems[0]).toMatchObject({
      message: 'css/site.css refers to "../img/x.png" (img/x.png), which no source offers',
      excerpt: 'a{b:url(../img/x.png)}',
    });
  });

  test('in modules: imports, not comments, strings or bare specifiers', async () => {
    const text = `// import a from "./1.js";
import b from "./2.js";
const s = 'import c from "./3.js";';
import("react"); import("./4.js");
export * from '/static/5.js';
`;
    expect(await problemsOf({ 'main.js': text }, { modules: true, missingReferences: 'error' })).toEqual([
      expect.stringContaining('main.js:2:16'),
      expect.stringContaining('main.js:4:26'),
      expect.stringContaining('main.js:5:16'),
    ]);
  });

  test('may be warnings, ignored or allowed', async () => {
    const files = { 'a.css': '@import "x/1.css"; @import "y.css";' };
    const warnings = await problemsOf(files, { missingReferences: 'warn' });
    expect(warnings.map((line) => line.split(' ')[0])).toEqual(['warning', 'warning']);
    expect(await problemsOf(files, { missingReferences: 'ignore' })).toEqual([]);
    expect(await problemsOf(files, { missingReferences: 'error', allowMissing: ['x/**'] })).toEqual([
      expect.stringContaining('a.css:1:29'),
    ]);
  });

  test('what is missing stays as it was, the rest is rewritten', async () => {
    const text = 'a{b:url(gone.png);c:url(img/a.png)}';
    expect(await rewritten('a.css', text, IMAGES)).toBe('a{b:url(gone.png);c:url("img/a.#.png")}');
  });
});

test('a style sheet that is no UTF-8 is left as it is, with a word', async () => {
  const latin1 = Buffer.from('/* \xfc */ a{b:url(img/a.png)}', 'latin1');
  const files = { 'a.css': latin1, ...IMAGES };
  const { contents } = await processed(files);
  expect(contents.get('a.css')).toBe(latin1.toString('latin1'));
  expect(await problemsOf(files)).toEqual(['warning not-utf8 a.css Save the file as UTF-8.']);
});

describe('on request', () => {
  test('HTML', async () => {
    const text = `<link rel=stylesheet href="/static/site.css?v=1&amp;w=2"><!-- <img src="img/a.png"> -->
<img src='img/a%20b.png' srcset="img/a.png 1x, img/a%20b.png 2x"><a href="other.html">x</a><script>"<img src='img/a.png'>"</script>
<img src="{{ url }}"><img src=img/b.svg#i><img src="https://x/img/a.png">`;
    const others = { 'site.css': '', ...IMAGES };
    expect(await rewritten('index.html', text, others)).toBe(text);
    expect(await rewritten('index.html', text, others, { rewrite: ['html'] })).toBe(
      `<link rel=stylesheet href="/static/site.#.css?v=1&amp;w=2"><!-- <img src="img/a.png"> -->
<img src='img/a%20b.#.png' srcset="img/a.#.png 1x, img/a%20b.#.png 2x"><a href="other.html">x</a><script>"<img src='img/a.png'>"</script>
<img src="{{ url }}"><img src=img/b.#.svg#i><img src="https://x/img/a.png">`,
    );
  });

  test('SVG and web app manifests', async () => {
    const svg = '<svg><use href="../img/b.svg#x"/><image xlink:href="a.png"/><use href="#y"/></svg>';
    const options = { rewrite: ['svg', 'webmanifest'] } as const;
    expect(await rewritten('img/c.svg', svg, IMAGES, options)).toBe(
      '<svg><use href="../img/b.#.svg#x"/><image xlink:href="a.#.png"/><use href="#y"/></svg>',
    );
    const manifest = '{"name": "x", "icons": [{"src": "img\\/a.png", "sizes": "48x48"}], "start_url": "/"}';
    expect(await rewritten('site.webmanifest', manifest, IMAGES, options)).toBe(
      manifest.replace('a.png', 'a.#.png'),
    );
  });

  test('a missing image of a page is reported, a link to another page is not', async () => {
    const files = { 'index.html': '<a href="x.html"><img src="gone.png"></a>' };
    expect(await problemsOf(files, { rewrite: ['html'], missingReferences: 'error' })).toEqual([
      expect.stringContaining('index.html:1:28'),
    ]);
  });
});

test('files that carry a hash are neither read nor renamed', async () => {
  const files = { 'assets/index-BfQ2x1aC.css': 'a{b:url(/static/img/a.png)}', ...IMAGES };
  const { names, contents, read } = await processed(files, { prehashed: 'auto' });
  expect(names.get('assets/index-BfQ2x1aC.css' as never)).toBe('assets/index-BfQ2x1aC.css');
  expect(contents.get('assets/index-BfQ2x1aC.css')).toBe(files['assets/index-BfQ2x1aC.css']);
  expect(read).toEqual([]);
});

test('no text makes reading references fail', async () => {
  const piece = fc.constantFrom(
    ...[
      'url(',
      ')',
      '"',
      "'",
      '\\',
      '/*',
      '*/',
      '//',
      '\n',
      '\r',
      '@import',
      'import ',
      'import(',
      'export',
      ' from ',
      ';',
      '`',
      '{',
      '*',
      ' as x',
      '#',
      '?',
      '%',
      '%20',
      '%zz',
      'img/a.png',
      './',
      '../',
      '/static/',
      '//# sourceMappingURL=',
      '/*# sourceMappingURL=',
      '<img src=',
      '<a ',
      '>',
      'ü',
      '\0',
      '"src": "',
    ],
  );
  const texts = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
  const property = fc.asyncProperty(
    texts,
    fc.constantFrom('a.css', 'a.js', 'a.html', 'a.svg', 'a.webmanifest'),
    fc.constantFrom('5.2', '6.0', '6.1'),
    async (text, path, djangoVersion) => {
      const options = { djangoVersion, modules: true, rewrite: ['html', 'svg', 'webmanifest'] as const };
      const { contents, prepared } = await processed({ [path]: text, ...IMAGES }, options);
      if (!prepared.links.has(path as never)) {
        expect(contents.get(path)).toBe(Buffer.from(text).toString('latin1'));
      }
    },
  );
  await fc.assert(property, { numRuns: 1500, seed: 20260101 });
});

test('what a source can not give is passed on', async () => {
  const { prepared } = await processed({ 'a.css': '' });
  const [asset] = prepared.assets;
  const settings = {
    djangoVersion: '5.2',
    staticUrl: null,
    missingReferences: 'error',
    allowMissing: [],
    prehashed: [],
    storage: { moduleAggregation: false, keepOnlyHashed: false, importMapName: null },
  } as const;
  const failing = (): never => {
    throw new Error('EIO');
  };
  await expect(prepare(asset ? [asset] : [], settings, failing)).rejects.toThrow('EIO');
});
