import { describe, expect, test } from 'vitest';
import { load, placed, problemsOf } from '../ask.ts';
import { tree } from '../tree.ts';

const JSON_CONFIG = '{"STATIC_ROOT": "out"}';

test('of several config files the first in the documented order is taken; the others are named', async () => {
  const root = tree({
    'collectstatic.config.toml': 'STATIC_ROOT = "toml"',
    'collectstatic.config.yaml': 'STATIC_ROOT: yaml',
    'collectstatic.config.mjs': 'export default { STATIC_ROOT: "mjs" };',
    'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")',
  });
  const settings = await load(root, { env: { DJANGO_SETTINGS_MODULE: 'other.settings' } });
  expect(settings.chosen).toBe('collectstatic.config.mjs');
  const reason = 'collectstatic.config.mjs comes first';
  expect(settings.passedOver).toEqual([
    { source: 'collectstatic.config.yaml', reason },
    { source: 'collectstatic.config.toml', reason },
    { source: 'DJANGO_SETTINGS_MODULE (other.settings)', reason },
    { source: 'manage.py', reason },
  ]);
});

test('--settings comes before everything', async () => {
  const root = tree({ 'collectstatic.config.json': JSON_CONFIG, 'conf/x.json': '{"STATIC_ROOT": "x"}' });
  const settings = await load(root, { settings: 'conf/x.json' });
  expect(settings.chosen).toBe('--settings conf/x.json');
  expect(settings.passedOver).toContainEqual({
    source: 'collectstatic.config.json',
    reason: '--settings conf/x.json comes first',
  });
});

test('nothing to read at all: one error that says where it looked', async () => {
  const [problem] = await problemsOf(tree({ 'a.txt': '' }));
  expect(problem).toMatchObject({ code: 'settings-not-found' });
  expect(problem?.cause?.split('\n')).toEqual([
    'collectstatic.config.* is not there',
    'DJANGO_SETTINGS_MODULE is not set',
    'manage.py is not there',
  ]);
  expect(problem?.hint).toContain('--settings');
});

describe('EXTENDS', () => {
  test('starts from another file; each keeps its own folder', async () => {
    const root = tree({
      'collectstatic.config.json': '{"EXTENDS": "base/common.yaml", "STATIC_URL": "/x/"}',
      'base/common.yaml': 'EXTENDS: ../deep.toml\nSTATIC_ROOT: out\nSTATIC_URL: /y/\n',
      'deep.toml': 'STATIC_URL = "/z/"\nAPP_DIRS = ["apps/*"]\n',
    });
    expect(await load(root)).toMatchObject({
      staticRoot: `${root}/base/out`,
      staticUrl: '/x/',
      appDirs: [`${root}/apps/*`],
    });
  });

  test('in a circle is an error', async () => {
    const root = tree({ 'a.json': '{"EXTENDS": "./b.json"}', 'b.json': '{"EXTENDS": "./a.json"}' });
    const problems = await problemsOf(root, { settings: 'a.json' });
    expect(problems.map((problem) => placed(problem, root))).toEqual(['settings-circle a.json']);
  });

  test('of a file that is not there says which file asked for it', async () => {
    const root = tree({ 'a.json': '{\n "EXTENDS": "./b.json"}' });
    const problems = await problemsOf(root, { settings: 'a.json' });
    expect(problems.map((problem) => placed(problem, root))).toEqual(['settings-not-found a.json:2:2']);
    expect(problems[0]?.message).toContain(`${root}/b.json`);
  });
});

test('--env-file gives variables that the environment does not have', async () => {
  const root = tree({
    'prod.env': 'export DJANGO_SETTINGS_MODULE="from.file"\n',
    'collectstatic.config.json': JSON_CONFIG,
  });
  const label = async (env: Record<string, string>) => {
    const { passedOver } = await load(root, { env, envFile: 'prod.env' });
    return passedOver.map(({ source }) => source);
  };
  expect(await label({})).toContain('DJANGO_SETTINGS_MODULE (from.file)');
  expect(await label({ DJANGO_SETTINGS_MODULE: 'mine' })).toContain('DJANGO_SETTINGS_MODULE (mine)');
  expect(await problemsOf(root, { envFile: 'none.env' })).toMatchObject([{ code: 'env-file-unreadable' }]);
});
