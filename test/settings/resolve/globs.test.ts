import { expect, test } from 'vitest';
import { loadSettings } from '../../../src/settings/index.ts';
import { globFault } from '../../../src/text/glob.ts';
import { put, temporaryFolder } from '../../storages/folder.ts';

test.each([
  ['x{1..10000000}', /stands for 10,000,000 paths/],
  ['{1..300}/{1..300}', /90,000 paths/],
  ['{a,b}'.repeat(20), /1,048,576 paths/],
  ['x{{1..200},{1..200}}{1..100}', /40,000 paths/],
  ['*a*a*a*a*a*a*b', /stars between/],
  ['**/a/**/a/**/a/**/a/**/a/**/b', /parts of \*\*/],
  ['+(a|aa)b', /repeats a group/],
  ['+(*a)b', /repeats a group/],
  ['*(*(a))', /repeats a group/],
  ['a'.repeat(5000), /4096 characters/],
])('a glob that would take too long is refused: %s', (glob, fault) => {
  expect(globFault(glob)).toMatch(fault);
});

test.each([
  'assets',
  'apps/*/static',
  '**/*.min.*.js',
  '{css,js}/**/*.{css,js,map}',
  'img/{1..100}.svg',
  '{a..z}/+(ab|cd).css',
  '!(x|y)/?(a|b)*',
  'odd {brace',
  'a}b,c',
  '[a-z]*/**/static/**',
  '\\*\\*\\*\\*\\*\\*\\*',
])('what people write is fine: %s', (glob) => {
  expect(globFault(glob)).toBeUndefined();
});

test('every setting that holds globs is looked at before anything is expanded', async () => {
  const cwd = temporaryFolder();
  const bomb = 'x{1..10000000}';
  const settings = {
    STATIC_URL: '/static/',
    STATIC_ROOT: 'static',
    STATICFILES_DIRS: [bomb, { dir: 'assets', include: [bomb], exclude: [bomb] }],
    APP_DIRS: [bomb],
    ALLOW_CONFLICTS: [bomb],
    ALLOW_MISSING: [bomb],
    PREHASHED: [bomb],
    PRECEDENCE: [[bomb, 'assets']],
  };
  put(cwd, 'collectstatic.config.json', JSON.stringify(settings));
  const error = await loadSettings({ cwd, env: {}, requireStaticRoot: true }).catch((thrown) => thrown);
  const costly = error.problems.filter(({ code }: { code: string }) => code === 'glob-too-costly');
  expect(costly.map(({ message }: { message: string }) => message.split(':')[0])).toEqual([
    'STATICFILES_DIRS[0]',
    'STATICFILES_DIRS[1].include[0]',
    'STATICFILES_DIRS[1].exclude[0]',
    'APP_DIRS[0]',
    'ALLOW_CONFLICTS[0]',
    'ALLOW_MISSING[0]',
    'PRECEDENCE[0][0]',
    'PREHASHED[0]',
  ]);
  expect(error.problems[0]).toMatchObject({ at: { file: `${cwd}/collectstatic.config.json` } });
});
