import { describe, expect, test } from 'vitest';
import { ignoredErrors } from '../../src/processors/ignored-errors.ts';
import type { EnhancedSpec } from '../../src/types.ts';
import { type Files, type Options, problemsOf, processed, rewritten } from './site.ts';

// The rules of django-manifeststaticfiles-enhanced; test/django/collect/enhanced.test.ts runs beside the package itself.

const SPEC: EnhancedSpec = { useLexer: false, sourcemapStrict: false, ignoreErrors: [] };
const LEXER: EnhancedSpec = { ...SPEC, useLexer: true };
const IMAGES: Files = { 'a.png': 'A', 'b c.png': 'B', 'it(s).png': 'C', 'x.js': 'x', 'y.css': 'y' };

function patterns(path: string, text: string): Promise<string> {
  return rewritten(path, text, IMAGES, { enhanced: SPEC, modules: true });
}

function lexer(path: string, text: string): Promise<string> {
  return rewritten(path, text, IMAGES, { enhanced: LEXER, modules: true });
}

describe('only the URL is replaced', () => {
  test.each([
    ['no quotes', 's.css', 'a{b:url( a.png )}', 'a{b:url( a.#.png)}'],
    ['single quotes', 's.css', "a{b:url('a.png?v=1#x')}", "a{b:url('a.#.png?v=1#x')}"],
    ['an import in quotes', 's.css', "@import 'y.css' print;", "@import 'y.#.css' print;"],
    ['an import with options', 's.js', 'import("./x.js", {a: 1})', 'import("./x.#.js", {a: 1})'],
    ['an import after a byte order mark', 's.js', '\ufeffimport("./x.js")', '\ufeffimport("./x.#.js")'],
    ['a semicolon', 's.js', "import {a} from './x.js' ;", "import {a} from './x.#.js' ;"],
    ['a source map', 's.css', '/*# sourceMappingURL=a.png  */ ', '/*# sourceMappingURL=a.#.png  */ '],
  ])('%s', async (_, path, text, expected) => {
    expect(await patterns(path, text)).toBe(expected);
  });

  test('a name that would end an unquoted URL is encoded', async () => {
    expect(await patterns('s.css', 'a{b:url(b%20c.png)}')).toBe('a{b:url(b%20c.#.png)}');
    expect(await patterns('s.css', 'a{b:url("b%20c.png")}')).toBe('a{b:url("b c.#.png")}');
    expect(await lexer('s.css', 'a{b:url(it%28s%29.png)}')).toBe('a{b:url(it%28s%29.#.png)}');
  });

  test('what its patterns miss is found, and keeps its quotes', async () => {
    expect(await patterns('s.css', "a{b:url( 'a.png' )}")).toBe("a{b:url( 'a.#.png' )}");
    expect(await patterns('s.css', 'a{b:url(b\\ c.png)}')).toBe('a{b:url(b%20c.#.png)}');
  });

  test('a URL that two patterns find is replaced once', async () => {
    const text = 'export const a = 1\nimport x from "./x.js"\n';
    expect(await patterns('s.js', text)).toBe('export const a = 1\nimport x from "./x.#.js"\n');
  });
});

/** An import whose query is computed. */
function template(name: string): string {
  return `import(\`./${name}?t=\${t}\`)`;
}

describe('its lexer', () => {
  test.each([
    ['blanks around quotes', 's.css', 'a{b:url( "a.png" )}', 'a{b:url( "a.#.png" )}'],
    ['a comment after @import', 's.css', '@import /* c */ "y.css";', '@import /* c */ "y.#.css";'],
    ['a template', 's.js', template('x.js'), template('x.#.js')],
    ['no url() in a selector', 's.css', 'url(a.png){}', 'url(a.png){}'],
    ['a regular expression', 's.js', '/["]/; import "./x.js"', '/["]/; import "./x.#.js"'],
    ['a method', 's.js', 'import "./x.js"; o.import("./x.js")', 'import "./x.#.js"; o.import("./x.js")'],
  ])('%s', async (_, path, text, expected) => {
    expect(await lexer(path, text)).toBe(expected);
  });

  test.each([
    ['quotes', '"\\"'],
    ['brackets', '/['],
    ['URLs', 'url('],
    ['imports', 'import {a} '],
    ['comments', '/*'],
    ['templates', `\`\${`],
  ])('goes over a text full of %s once', async (_, piece) => {
    const text = `import "./x.js";${piece.repeat(200_000)}`;
    for (const path of ['s.js', 's.css']) expect(await lexer(path, text)).toContain(piece);
  });
});

describe('circles', () => {
  const CIRCLES: Files = {
    'main.js': 'import "./a.js";',
    'a.js': 'import "./b.js";',
    'b.js': 'import "./a.js"; import "./x.js";',
    'c.css': '@import "c.css";',
    'x.js': 'x',
  };
  const OPTIONS: Options = { enhanced: SPEC, modules: true };
  const hashOf = (name: string | undefined): string | undefined => name?.split('.').at(-2);

  test('share one hash, with all that leads to them', async () => {
    const { names } = await processed(CIRCLES, OPTIONS);
    const hashes = ['main.js', 'a.js', 'b.js', 'c.css'].map((path) => hashOf(names.get(path as never)));
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).not.toBe(hashOf(names.get('x.js' as never)));
  });

  test('get another one when a circle goes, although their files stay', async () => {
    const before = await processed(CIRCLES, OPTIONS);
    const { 'c.css': _, ...fewer } = CIRCLES;
    const last = { known: before.known, mtimes: {} };
    const { names } = await processed(fewer, OPTIONS, last);
    const fresh = await processed(fewer, OPTIONS);
    expect([...names]).toEqual([...fresh.names]);
    expect(names.get('a.js' as never)).not.toBe(before.names.get('a.js' as never));
  });
});

describe('what leads nowhere', () => {
  const problems = (files: Files, spec: Partial<EnhancedSpec>): Promise<readonly string[]> =>
    problemsOf(files, { enhanced: { ...SPEC, ...spec }, modules: true, missingReferences: 'error' });

  test('from a script, but for a script, is a warning', async () => {
    const files = { 's.js': 'import "./a.css";\nimport "./b";\nimport "./c.mjs";\n' };
    const found = await problems(files, {});
    expect(found.map((line) => line.split(' ', 3))).toEqual([
      ['warning', 'missing-reference', 's.js:1:9'],
      ['warning', 'missing-reference', 's.js:2:9'],
      ['error', 'missing-reference', 's.js:3:9'],
    ]);
  });

  test('sourcemap_strict makes an error of the map of a style sheet', async () => {
    const files = { 's.css': '/*# sourceMappingURL=a.map */', 's.js': '//# sourceMappingURL=a.map' };
    const severities = async (spec: Partial<EnhancedSpec>): Promise<readonly unknown[]> =>
      (await problems(files, spec)).map((line) => line.split(' ')[0]);
    expect(await severities({})).toEqual(['warning', 'warning']);
    expect(await severities({ sourcemapStrict: true })).toEqual(['error', 'warning']);
  });

  test('is passed over where ignore_errors says so', async () => {
    const files = { 'v/s.css': 'a{b:url(x.png)}', 's.css': 'a{b:url(x.png)}' };
    const found = await problems(files, { ignoreErrors: ['v/*: x.*'] });
    expect(found.map((line) => line.split(' ')[2])).toEqual(['s.css:1:9']);
  });

  test.each([
    ['a*c:*', 'abbc', 'x', true],
    ['*:a.png', 'f', 'a-png', false],
    ['f:ab?c', 'f', 'ac', true],
    ['f:ab?c', 'f', 'abbc', false],
    ['f:?a', 'f', 'a', false],
    ['f:a???', 'f', 'a', false],
    ['f', 'f', 'f', false],
    ['f:a:b', 'f', 'a:b', true],
    [`f:${'*a'.repeat(200)}`, 'f', 'a'.repeat(5000), true],
    [`f:${'*a'.repeat(200)}b`, 'f', 'a'.repeat(5000), false],
  ])('%.20s', (entry, file, url, expected) => {
    expect(ignoredErrors([entry])(file, url)).toBe(expected);
  });
});
