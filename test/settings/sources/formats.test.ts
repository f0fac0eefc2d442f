import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { load, placed, problemsOf } from '../ask.ts';
import { tree } from '../tree.ts';

// The same settings in each format must give the same result: only the file differs.
const FORMATS: Readonly<Record<string, string>> = {
  'collectstatic.config.json': `{
  "STATIC_ROOT": "public",
  "STATIC_URL": "static/",
  "STATICFILES_DIRS": ["assets", ["vendor", "lib"], {"dir": "more/*", "prefix": "m", "exclude": ["*.map"]}],
  "INSTALLED_APPS": ["blog"],
  "FILE_UPLOAD_PERMISSIONS": 416,
  "PRECEDENCE": [["admin/**", "theme"]]
}`,
  'collectstatic.config.yaml': `
STATIC_ROOT: public
STATIC_URL: static/
STATICFILES_DIRS:
  - assets
  - [vendor, lib]
  - {dir: more/*, prefix: m, exclude: ["*.map"]}
INSTALLED_APPS: [blog]
FILE_UPLOAD_PERMISSIONS: 0o640
PRECEDENCE: [[admin/**, theme]]
`,
  'collectstatic.config.toml': `
STATIC_ROOT = "public"
STATIC_URL = "static/"
STATICFILES_DIRS = ["assets", ["vendor", "lib"], {dir = "more/*", prefix = "m", exclude = ["*.map"]}]
INSTALLED_APPS = ["blog"]
FILE_UPLOAD_PERMISSIONS = 0o640
PRECEDENCE = [["admin/**", "theme"]]
`,
  'collectstatic.config.mjs': `
const dirs = ['assets', ['vendor', 'lib'], { dir: 'more/*', prefix: 'm', exclude: ['*.map'] }];
export default {
  STATIC_ROOT: 'public', STATIC_URL: 'static/', STATICFILES_DIRS: dirs, INSTALLED_APPS: ['blog'],
  FILE_UPLOAD_PERMISSIONS: 0o640, PRECEDENCE: [['admin/**', 'theme']], DEBUG: undefined,
};`,
  'collectstatic.config.cjs': `
module.exports = {
  STATIC_ROOT: 'public', STATIC_URL: 'static/',
  STATICFILES_DIRS: ['assets', ['vendor', 'lib'], { dir: 'more/*', prefix: 'm', exclude: ['*.map'] }],
  INSTALLED_APPS: ['blog'], FILE_UPLOAD_PERMISSIONS: 0o640, PRECEDENCE: [['admin/**', 'theme']],
};`,
  'collectstatic.config.ts': `
type Dirs = readonly (string | readonly string[] | object)[];
const dirs: Dirs = ['assets', ['vendor', 'lib'], { dir: 'more/*', prefix: 'm', exclude: ['*.map'] }];
export default {
  STATIC_ROOT: 'public', STATIC_URL: 'static/', STATICFILES_DIRS: dirs, INSTALLED_APPS: ['blog'],
  FILE_UPLOAD_PERMISSIONS: 0o640, PRECEDENCE: [['admin/**', 'theme']],
};`,
};

describe.each(Object.entries(FORMATS))('%s', (name, text) => {
  test('gives the settings it says, with paths relative to itself', async () => {
    const root = tree({ [`conf/${name}`]: text, 'conf/assets/': '', 'conf/lib/': '' });
    const settings = await load(root, { settings: `conf/${name}` });
    const conf = join(root, 'conf');
    expect(settings.staticRoot).toBe(join(conf, 'public'));
    expect(settings.staticUrl).toBe('/static/');
    expect(settings.staticDirs).toEqual([
      { name: 'assets', dir: join(conf, 'assets'), prefix: '' },
      { name: 'lib', dir: join(conf, 'lib'), prefix: 'vendor' },
      { name: 'more/*', dir: join(conf, 'more/*'), prefix: 'm', exclude: ['*.map'] },
    ]);
    expect(settings.installedApps).toEqual(['blog']);
    expect(settings.fileMode).toBe(0o640);
    expect(settings.precedence).toEqual([{ glob: 'admin/**', source: 'theme' }]);
    expect(settings.problems).toEqual([]);
  });

  test('is found in the working directory', async () => {
    const root = tree({ [name]: text, 'assets/': '', 'lib/': '' });
    const settings = await load(root);
    expect(settings.chosen).toBe(name);
    expect(settings.staticRoot).toBe(join(root, 'public'));
  });
});

test('defaults are those of Django', async () => {
  const root = tree({ 'collectstatic.config.json': '{"STATIC_ROOT": "out"}' });
  expect(await load(root)).toMatchObject({
    finders: [{ kind: 'directories' }, { kind: 'apps' }],
    staticDirs: [],
    installedApps: [],
    storage: { kind: 'plain', manifestName: 'staticfiles.json', manifestStrict: true },
    ignore: ['CVS', '.*', '*~'],
    fileMode: 0o644,
    directoryMode: null,
    mediaRoot: null,
    djangoVersion: '6.1',
    missingReferences: 'error',
  });
});

test('settings are frozen through and through', async () => {
  const settings = await load(tree({ 'collectstatic.config.json': '{"STATIC_ROOT": "out"}' }));
  expect(Object.isFrozen(settings)).toBe(true);
  expect(Object.isFrozen(settings.finders[0])).toBe(true);
  expect(Object.isFrozen(settings.origins.STATIC_ROOT?.steps)).toBe(true);
});

test('values say which line of a config file they come from', async () => {
  const root = tree({ 'collectstatic.config.json': '{\n  "DEBUG": false,\n  "STATIC_ROOT": "out"\n}' });
  const { origins } = await load(root);
  expect(origins.STATIC_ROOT).toEqual({
    kind: 'config',
    label: 'collectstatic.config.json:3',
    steps: [{ file: join(root, 'collectstatic.config.json'), line: 3, column: 3 }],
    environment: [],
  });
  expect(origins.MEDIA_ROOT?.kind).toBe('default');
});

const BROKEN: readonly (readonly [name: string, text: string, place: string])[] = [
  ['c.json', '{\n  "STATIC_ROOT": "out",\n}', 'settings-invalid c.json:3:1'],
  ['c.json', '{"STATIC_ROOT": \'out\'}', 'settings-invalid c.json:1:17'],
  ['c.json', '', 'settings-invalid c.json:1:1'],
  ['c.json', '{} {}', 'settings-invalid c.json:1:4'],
  ['c.json', '{"STATIC_ROOT": "a",\n"STATIC_ROOT": "b"}', 'settings-invalid c.json:2:1'],
  ['c.json', '{"a": "\\x"}', 'settings-invalid c.json:1:7'],
  ['c.yaml', 'A: [1\nB: 2\n', 'settings-invalid c.yaml:2:1'],
  ['c.yaml', 'STATIC_ROOT: a\nSTATIC_ROOT: b\n', 'settings-invalid c.yaml:2:1'],
  ['c.yaml', 'STATIC_ROOT: *nowhere\n', 'settings-invalid c.yaml'],
  ['c.toml', 'STATIC_ROOT = "a"\nSTATIC_URL = \n', 'settings-invalid c.toml:2:14'],
  ['c.mjs', 'const x = 1;\nx.y.z;\nexport default {};\n', 'settings-invalid c.mjs:2:5'],
  ['c.ts', 'export default {} as;\nlet x: = 2', 'settings-invalid c.ts:1:21'],
  ['c.cjs', 'throw "a word"', 'settings-invalid c.cjs'],
  [
    'c.ts',
    'interface A {}\nfunction f(): never { throw new Error("no"); }\nf();\n',
    'settings-invalid c.ts:2',
  ],
  ['c.mjs', 'export const a = 1;', 'settings-invalid c.mjs'],
  ['c.json', '[]', 'settings-invalid c.json'],
  ['c.yaml', '', 'settings-invalid c.yaml'],
  ['c.ini', 'a = 1', 'settings-format-unknown c.ini'],
];

test.each(BROKEN)('a broken %s: %j', async (name, text, place) => {
  const root = tree({ [name]: text });
  const problems = await problemsOf(root, { settings: `./${name}` });
  expect(problems.map((problem) => placed(problem, root))).toEqual([place]);
});

test.each(['deep.json', 'deep.yaml', 'deep.toml'])('nesting beyond reason: %s', async (name) => {
  const key = name.endsWith('toml') ? 'A = ' : name.endsWith('json') ? '{"A": ' : 'A: ';
  const root = tree({
    [name]: `${key}${'['.repeat(20_000)}${']'.repeat(20_000)}${name.endsWith('json') ? '}' : ''}`,
  });
  expect(await problemsOf(root, { settings: name })).toMatchObject([{ code: 'settings-invalid' }]);
});

test('a settings file that is not there, or is a folder, or is no text', async () => {
  const root = tree({ 'folder.json/': '' });
  for (const name of ['none.json', 'none.yaml', 'none.toml', 'none.mjs', 'none.ts', 'none.py']) {
    expect((await problemsOf(root, { settings: name })).map((problem) => placed(problem, root))).toEqual([
      `settings-not-found ${name}`,
    ]);
  }
  expect((await problemsOf(root, { settings: 'folder.json' }))[0]?.code).toBe('settings-unreadable');
});

test('what a script failed of is told in a line, at the place where it is', async () => {
  const root = tree({
    'c.ts': 'import value from "./other.ts";\nexport default { STATIC_ROOT: value };\n',
    'other.ts': 'export default "a";\nlet x = ;\n',
    'd.ts': 'import "./nowhere.ts";\n',
    'e.mjs': 'export const STATIC_ROOT = "a";\n',
  });
  expect(await problemsOf(root, { settings: 'c.ts' })).toMatchObject([
    { at: { file: join(root, 'other.ts'), line: 2, column: 9 }, cause: 'Unexpected token' },
  ]);
  expect(await problemsOf(root, { settings: 'd.ts' })).toMatchObject([
    { cause: "Cannot find module './nowhere.ts'" },
  ]);
  expect(await problemsOf(root, { settings: 'e.mjs' })).toMatchObject([
    { message: 'The settings file has no default export' },
  ]);
});
