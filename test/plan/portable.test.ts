import { expect, test } from 'vitest';
import { unportableNames, whyUnportable } from '../../src/plan/portable.ts';
import { makeSite } from '../fingerprinting/site.ts';
import { put, temporaryFolder } from '../storages/folder.ts';
import { planOf } from './site.ts';

test.each([
  ['con', /device/],
  ['NUL', /device/],
  ['js/aux.js', /device/],
  ['aux/site.css', /device/],
  ['a/PRN.min.js', /device/],
  ['com1.css', /device/],
  ['com\u00b9.css', /device/],
  ['lpt9', /device/],
  ['con .css', /device/],
  ['conout$', /device/],
  ['a:b.css', /character/],
  ['what?.css', /character/],
  ['a*b/c.css', /character/],
  ['a\\b.css', /character/],
  ['<b>.css', /character/],
  ['a|b', /character/],
  ['"a".css', /character/],
  ['tab\t.css', /character/],
  ['folder./a.css', /dot or a blank/],
  ['folder /a.css', /dot or a blank/],
  ['a.css.', /dot or a blank/],
  ['a.css ', /dot or a blank/],
])('%j can not be on Windows', (path, why) => {
  expect(whyUnportable(path)).toMatch(why);
});

test.each([
  'console.css',
  'auxiliary/a.js',
  'com.css',
  'com10.css',
  'lpt',
  'nullable.js',
  'a/icon.svg',
  'my.con',
  '.hidden/a',
  'a b.css',
  '[id].js',
  "it's (1) & that; #x%20+=@~`!$^{}.css",
  'schön/日本.css',
  'a..b/c...d.css',
])('%j can', (path) => {
  expect(whyUnportable(path)).toBeUndefined();
});

test('all such paths are one warning, on Windows an error; those of ALLOW_CONFLICTS are none', () => {
  const folder = temporaryFolder();
  for (const path of ['aux.css', 'fine.css', 'sub/con.js', 'z.']) put(folder, path, '');
  const { assets } = planOf(folder);
  expect(unportableNames(assets, [], 'linux')).toMatchObject([
    {
      code: 'name-unportable',
      severity: 'warning',
      message:
        "3 paths can't be files on Windows: aux.css has the name of a device, sub/con.js has the name of a device, z. has a name that ends with a dot or a blank",
    },
  ]);
  expect(unportableNames(assets, ['aux.css', 'z*'], 'win32')).toMatchObject([
    { severity: 'error', message: "sub/con.js can't be a file on Windows: it has the name of a device" },
  ]);
  expect(unportableNames(assets, ['**'], 'win32')).toEqual([]);
  for (let index = 0; index < 20; index++) put(folder, `nul.${index}`, '');
  expect(unportableNames(planOf(folder).assets, [], 'darwin')[0]?.message).toMatch(
    /^23 paths .* and 18 more$/,
  );
});

test('such files are collected all the same where they can be, and told of in the report', async () => {
  const site = makeSite({ STORAGE: 'plain' }, { 'aux.css': 'a', 'fine.css': 'f' });
  const { problems } = await site.collect();
  expect(problems).toMatchObject([
    { code: 'name-unportable', at: { file: `${site.folder}/assets/aux.css` } },
  ]);
  expect(Object.keys(site.served())).toEqual(['aux.css', 'fine.css']);
  site.set({ STORAGE: 'plain', ALLOW_CONFLICTS: ['aux.css'] });
  expect((await site.collect()).problems).toEqual([]);
});
