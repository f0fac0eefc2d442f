import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Datum } from '../../../src/settings/datum.ts';
import { toJson } from '../../../src/settings/datum.ts';
import { parseLiteral } from '../../../src/settings/sources/literal.ts';
import { load, problemsOf } from '../ask.ts';
import { tree } from '../tree.ts';

const root = tree({
  'conf/c.json': '{"STATIC_ROOT": "out", "STATIC_URL": "/s/", "FAIL_ON_CONFLICT": true}',
  'assets/': '',
});

test('--set wins over the file, a flag of its own over --set; paths are relative to the working directory', async () => {
  const settings = await load(root, {
    settings: 'conf/c.json',
    set: ['STATIC_ROOT=one', 'STATICFILES_DIRS=["assets", ["p", "assets"]]', 'STATIC_URL=/x=y/'],
    staticRoot: 'two',
    failOnConflict: false,
  });
  expect(settings.staticRoot).toBe(join(root, 'two'));
  expect(settings.origins.STATIC_ROOT).toMatchObject({ kind: 'flag', label: '--static-root' });
  expect(settings.origins.STATIC_URL).toMatchObject({ kind: 'flag', label: '--set STATIC_URL' });
  expect(settings.staticUrl).toBe('/x=y/');
  expect(settings.staticDirs.map(({ dir, prefix }) => [dir, prefix])).toEqual([
    [join(root, 'assets'), ''],
    [join(root, 'assets'), 'p'],
  ]);
  expect(settings.failOnConflict).toBe(false);
});

test('what is wrong with --set is told with everything else', async () => {
  const set = ['STATIC_ROOT', 'STATICROOT=x', 'DEBUG=perhaps', 'FILE_UPLOAD_PERMISSIONS="x"'];
  const problems = await problemsOf(root, { settings: 'conf/c.json', set });
  expect(problems.map(({ code, message, hint }) => [code, message, hint])).toEqual([
    ['set-invalid', "--set takes NAME=VALUE, not 'STATIC_ROOT'", undefined],
    ['setting-unknown', "'STATICROOT' is no setting that this tool uses", "Did you mean 'STATIC_ROOT'?"],
    ['setting-invalid', "DEBUG must be true or false, not the string 'perhaps' (--set DEBUG)", undefined],
    [
      'setting-invalid',
      "FILE_UPLOAD_PERMISSIONS must be a whole number or null, not the string 'x' (--set FILE_UPLOAD_PERMISSIONS)",
      undefined,
    ],
  ]);
});

const LITERALS: readonly (readonly [text: string, value: unknown])[] = [
  ['True', true],
  ['None', null],
  ['0o644', 0o644],
  ['-1.5', -1.5],
  ["'it\\'s'", "it's"],
  ['("a",)', ['a']],
  ['("a")', 'a'],
  ['()', []],
  ["[('p', 'dir'), 'dir2',]", [['p', 'dir'], 'dir2']],
  ["{'a': {'b': [True, None]}}", { a: { b: [true, null] } }],
  ["['a', true, null, 'true']", ['a', true, null, 'true']],
  ["'a' 'b'", 'ab'],
  ["r'\\d'", '\\d'],
  ['{1: 2}', { 1: 2 }],
  ['{"a"}', '<a set>'],
];

test.each(LITERALS)('the Python literal %s', async (text, value) => {
  expect(toJson((await parseLiteral(text)) as Datum)).toEqual(value);
});

test.each(['', 'static', "'open", '[1, 2', '[1 2]', 'a.b', '2024-11-28', './1', "f'a'", '[x]', '1+2j'])(
  '%j is no literal',
  async (text) => {
    expect(await parseLiteral(text)).toBeUndefined();
  },
);

test('any JSON value but one that hinges on JSON escapes is read alike as a literal', async () => {
  const text = fc.stringMatching(/^[\w ./-]*$/);
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(value, async (json) => {
      expect(toJson((await parseLiteral(JSON.stringify(json))) as Datum)).toEqual(json);
    }),
  );
});
