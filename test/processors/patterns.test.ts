import { describe, expect, test } from 'vitest';
import { defaultPatterns } from '../../src/patterns/default.ts';
import type { ReferencePattern } from '../../src/types.ts';
import { problemsOf, processed, rewritten } from './site.ts';

const HREF: ReferencePattern = {
  glob: '*.svg',
  rules: [{ regex: '(?P<matched>href="(?P<url>[^"]+)")', template: 'href="%(url)s"' }],
};
const DJANGO = defaultPatterns('5.2') ?? [];
const OTHERS = { 'b.svg': '<svg/>', 'i/ä.png': 'png' };

describe("patterns of the project's own", () => {
  test('none at all: nothing is rewritten', async () => {
    const css = '.x { background: url(b.svg) }';
    expect(await rewritten('a.css', css, OTHERS, { patterns: [] })).toBe(css);
  });

  test.each([
    ['in any letter case', '<A HREF="b.svg">', '<A href="b.#.svg">'],
    [
      'with fragment and query',
      '<a href="b.svg?v=1#x" href="b.svg?#iefix">',
      '<a href="b.#.svg?v=1#x" href="b.#.svg?#iefix">',
    ],
    ['below STATIC_URL', '<a href="/static/b.svg">', '<a href="/static/b.#.svg">'],
    ['percent-decoded, among other letters', 'ü<a href="i/%C3%A4.png">ü', 'ü<a href="i/ä.#.png">ü'],
    ['not elsewhere', '<a href="#a" href="/b.svg" href="data:x" href="//h/b.svg">', undefined],
  ])('%s', async (_, text, expected = text) => {
    expect(await rewritten('a.svg', text, OTHERS, { patterns: [...DJANGO, HREF] })).toBe(expected);
  });

  test('not in comments and strings, for a rule of Django 6.1', async () => {
    const rules = HREF.rules.map((rule) => ({ ...rule, ignores: 'css' as const }));
    const text = '/* href="b.svg" */ href="b.svg" \'href="b.svg"\'';
    expect(
      await rewritten('a.svg', text, OTHERS, { djangoVersion: '6.1', patterns: [{ ...HREF, rules }] }),
    ).toBe('/* href="b.svg" */ href="b.#.svg" \'href="b.svg"\'');
  });

  test('each goes over what those before have left', async () => {
    const patterns: readonly ReferencePattern[] = [
      {
        glob: '*.txt',
        rules: [
          { regex: '(?P<matched>one\\((?P<url>[^)]*)\\))', template: '%(url)s two(%(url)s) 100%%' },
          { regex: '(?P<matched>three\\((?P<url>[^)]*)\\))', template: '[%(url)s]' },
        ],
      },
      { glob: 'a.*', rules: [{ regex: '(?P<matched>100%(?P<url>;))', template: '%(url)s' }] },
    ];
    const text = 'three(b.svg) one(b.svg) three(i/ä.png)';
    expect(await rewritten('a.txt', text, OTHERS, { patterns })).toBe(
      '[b.#.svg] b.#.svg two(b.#.svg) 100% [i/ä.#.png]',
    );
  });

  test('a name that is written is found no second time', async () => {
    const again = { regex: '(?P<matched>(?P<url>b[^"]*))', template: '%(url)s' };
    const patterns = [{ glob: '*.svg', rules: [...HREF.rules, again] }];
    await expect(processed({ 'a.svg': '<a href="b.svg">', ...OTHERS }, { patterns })).rejects.toThrow(
      'it matches a fingerprinted name that an earlier pattern has written',
    );
  });

  test.each([
    ['no group that Django asks for', '(?P<url>b.svg)', "it has no group 'matched'"],
    ['no URL', '(?P<matched>href|(?P<url>x))', "it matches without its group 'url'"],
    ['a match without end', '(?P<matched>(a|a)+!(?P<url>x))', 'takes too many steps'],
  ])('%s: an error that names it', async (_, regex, words) => {
    const patterns = [{ glob: '*.svg', rules: [{ regex, template: '%(url)s' }] }];
    const files = { 'a.svg': `<a href="b.svg">${'a'.repeat(64)}`, ...OTHERS };
    await expect(processed(files, { patterns })).rejects.toThrow(words);
    expect(await rewritten('c.svg', 'none', OTHERS, { patterns: [{ glob: '*.css', rules: [] }] })).toBe(
      'none',
    );
  });

  test('what leads nowhere is told with its place in the source', async () => {
    const css = { glob: '*.css', rules: [...(DJANGO[0]?.rules ?? []), ...HREF.rules] };
    const text = '.x { background: url(b.svg) }\n/* url(i/none.png)\n href="gone.svg" */';
    const problems = await problemsOf({ 'a.css': text, ...OTHERS }, { patterns: [css] });
    expect(problems.map((problem) => problem.split(' ').slice(0, 3).join(' '))).toEqual([
      'warning missing-reference a.css:2:8',
      'warning missing-reference a.css:3:8',
    ]);
  });

  test('files of Django’s own rules are read as ever', async () => {
    const text = '/* url(i/none.png) */ .x { background: url( b.svg ) }';
    const patterns = [...DJANGO, HREF];
    expect(await problemsOf({ 'a.css': text, ...OTHERS }, { patterns })).toEqual([]);
  });

  test('the next run reads again under other patterns only', async () => {
    const files = { 'a.svg': '<a href="b.svg">', 'b.svg': '<svg/>' };
    const first = await processed(files, { patterns: [HREF] });
    const last = { known: first.known, mtimes: {} };
    expect((await processed(files, { patterns: [HREF] }, last)).read).toEqual([]);
    const other = [
      { ...HREF, rules: [{ ...(HREF.rules[0] as (typeof HREF.rules)[0]), template: '%(url)s' }] },
    ];
    const second = await processed(files, { patterns: other }, last);
    expect(second.read).toEqual(['a.svg', 'b.svg']);
    expect(second.contents.get('a.svg')).toMatch(/^<a b\.[0-9a-f]{12}\.svg>$/);
  });
});
