import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { findLocations } from '../../src/finders/index.ts';
import type { Settings } from '../../src/types.ts';
import { project, settingsOf } from './project.ts';

interface Found {
  /** `name folder`, the folder relative to the project. */
  readonly apps: readonly string[];
  readonly ignore: readonly string[];
  readonly problems: readonly unknown[];
}

async function find(
  files: Readonly<Record<string, string>>,
  installedApps: readonly string[],
  more: (root: string) => Partial<Settings> = () => ({}),
): Promise<Found> {
  const root = project(files);
  const { locations, ignore, problems } = await findLocations(
    settingsOf(root, { installedApps, ...more(root) }),
  );
  return {
    apps: locations.map(({ name, root: folder }) => `${name} ${relative(root, folder)}`),
    ignore,
    problems,
  };
}

test('packages, packages in packages, modules and namespace packages are found', async () => {
  const found = await find(
    {
      'blog/__init__.py': '',
      'blog/static/': '',
      'company/__init__.py': '',
      'company/shop/__init__.py': '',
      'company/shop/static/': '',
      'spaces/plain/static/': '',
      'single.py': '',
      'static/': '',
    },
    ['blog', 'company.shop', 'spaces.plain', 'single'],
  );
  expect(found).toMatchObject({
    apps: [
      'blog blog/static',
      'company.shop company/shop/static',
      'spaces.plain spaces/plain/static',
      'single static',
    ],
    problems: [],
  });
});

test('the first folder of the search path that has a package wins; a namespace package never hides a package', async () => {
  const files = {
    'one/blog/static/': '',
    'two/blog/__init__.py': '',
    'two/blog/static/': '',
    'three/blog/__init__.py': '',
    'three/blog/static/': '',
  };
  const searchPath = (root: string): Partial<Settings> => ({
    searchPath: ['one', 'two', 'three'].map((folder) => join(root, folder)),
  });
  expect((await find(files, ['blog'], searchPath)).apps).toEqual(['blog two/blog/static']);
});

test('a namespace package in two folders is an error, as in Django', async () => {
  const found = await find({ 'one/blog/static/': '', 'two/blog/static/': '' }, ['blog'], (root) => ({
    searchPath: [join(root, 'one'), join(root, 'two')],
  }));
  expect(found.problems).toMatchObject([{ code: 'app-in-many-folders', severity: 'error' }]);
});

const CONFIG = `from django.apps import AppConfig


class BlogConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "company.blog"  # the package

    def ready(self):
        from . import signals
`;

test('an AppConfig class leads to the package it names', async () => {
  const files = {
    'company/blog/apps.py': CONFIG,
    'company/blog/__init__.py': '',
    'company/blog/static/': '',
  };
  expect(await find(files, ['company.blog.apps.BlogConfig'])).toMatchObject({
    apps: ['company.blog company/blog/static'],
    problems: [],
  });
  expect((await find(files, ['company.blog'])).apps).toEqual(['company.blog company/blog/static']);
});

test('apps that are not there are one problem that lists them and where they were looked for', async () => {
  const files = { 'blog/__init__.py': '', 'blog/apps.py': CONFIG, 'blog/static/': '' };
  const installed = ['rest_framework', 'blog', 'blog.apps.NoSuchConfig', 'Not a name', 'debug_toolbar'];
  const { apps, problems } = await find(files, installed, () => ({
    origins: {
      INSTALLED_APPS: {
        kind: 'settings',
        label: 'settings.py:9',
        steps: [{ file: '/s.py', line: 9 }],
        environment: [],
      },
    },
  }));
  expect(apps).toEqual([]);
  expect(problems).toMatchObject([
    {
      code: 'app-not-found',
      severity: 'error',
      message:
        "5 apps of INSTALLED_APPS can't be found: rest_framework, blog (its AppConfig names company.blog), blog.apps.NoSuchConfig, Not a name, debug_toolbar",
      at: { file: '/s.py', line: 9 },
      cause: expect.stringContaining('searched /'),
      hint: expect.stringContaining('--skip-missing-apps'),
    },
  ]);
});

test('with skipMissingApps the others are collected and the missing are a warning', async () => {
  const files = { 'blog/__init__.py': '', 'blog/static/': '' };
  const { apps, problems } = await find(files, ['gone', 'blog'], () => ({ skipMissingApps: true }));
  expect(apps).toEqual(['blog blog/static']);
  expect(problems).toMatchObject([
    { severity: 'warning', message: '1 app of INSTALLED_APPS was not found and left out: gone' },
  ]);
});

test('missing apps are nobody’s business where the apps finder is not listed', async () => {
  const found = await find({}, ['gone'], () => ({ finders: [] }));
  expect(found).toMatchObject({ apps: [], problems: [] });
});
