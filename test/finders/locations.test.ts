import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLocations, findSources } from '../../src/finders/index.ts';
import type { DirectoryEntry, FinderSpec } from '../../src/types.ts';
import { project, settingsOf } from './project.ts';

const NPM: FinderSpec = { kind: 'npm', className: 'npm.finders.NpmFinder' };
const MEDIA: FinderSpec = {
  kind: 'media',
  className: 'django.contrib.staticfiles.finders.DefaultStorageFinder',
};

function entry(dir: string, more: Partial<DirectoryEntry> = {}): DirectoryEntry {
  return { name: dir, dir, prefix: '', ...more };
}

test('finders are asked in their order, apps in theirs, and folders that are not there are left out', async () => {
  const root = project({
    'assets/a.css': '',
    'blog/__init__.py': '',
    'blog/static/b.css': '',
    'shop/__init__.py': '',
  });
  const settings = settingsOf(root, {
    staticDirs: [entry(join(root, 'assets'), { name: 'assets' }), entry(join(root, 'gone'))],
    installedApps: ['shop', 'blog'],
  });
  const assets = { finder: 'directories', name: 'assets', root: join(root, 'assets'), prefix: '' };
  const blog = { finder: 'apps', name: 'blog', root: join(root, 'blog/static'), prefix: '' };
  expect(await findLocations(settings)).toEqual({
    locations: [assets, blog],
    ignore: settings.ignore,
    problems: [],
  });
  const turned = await findLocations({ ...settings, finders: settings.finders.toReversed() });
  expect(turned.locations).toEqual([blog, assets]);
});

test('the same folder counts once per prefix', async () => {
  const root = project({ 'assets/a.css': '' });
  const dir = join(root, 'assets');
  const staticDirs = [entry(dir), entry(dir, { prefix: 'v1' }), entry(dir), entry(dir, { prefix: 'v2' })];
  const { locations } = await findLocations(settingsOf(root, { staticDirs }));
  expect(locations.map(({ prefix }) => prefix)).toEqual(['', 'v1', 'v2']);
  expect(findSources(locations, []).sources.map(({ path }) => path)).toEqual([
    'a.css',
    'v1/a.css',
    'v2/a.css',
  ]);
});

test('a directory may be a glob, expanded by name; one that matches nothing is warned of', async () => {
  const root = project({
    'themes/b/static/': '',
    'themes/a/static/': '',
    'themes/a/static2/': '',
    'themes/c': '',
  });
  const staticDirs = [entry(join(root, 'themes/*/static')), entry(join(root, 'nothing/*'))];
  const { locations, problems } = await findLocations(settingsOf(root, { staticDirs }));
  expect(locations.map((location) => location.root)).toEqual([
    join(root, 'themes/a/static'),
    join(root, 'themes/b/static'),
  ]);
  expect(problems).toMatchObject([{ code: 'glob-without-match', severity: 'warning' }]);
});

test("a folder that exists is no glob, whatever its name, and neither is a glob's part that exists", async () => {
  const root = project({ 'site [new]/static/': '', 'site [new]/x/static/': '', 'site n/static/': '' });
  const staticDirs = [entry(join(root, 'site [new]/static')), entry(join(root, 'site [new]/*/static'))];
  const { locations } = await findLocations(settingsOf(root, { staticDirs }));
  expect(locations.map((location) => location.root)).toEqual([
    join(root, 'site [new]/static'),
    join(root, 'site [new]/x/static'),
  ]);
});

test('APP_DIRS offers static folders of plain folders, after the installed apps', async () => {
  const root = project({
    'apps/b/static/': '',
    'apps/a/static/': '',
    'apps/none/': '',
    'z/__init__.py': '',
    'z/static/': '',
  });
  const { locations } = await findLocations(
    settingsOf(root, { appDirs: [join(root, 'apps/*')], installedApps: ['z'] }),
  );
  expect(locations.map(({ finder, name }) => `${finder} ${name}`)).toEqual([
    'apps z',
    'apps apps/a',
    'apps apps/b',
  ]);
});

test('a finder may look for another folder of each app', async () => {
  const root = project({ 'blog/__init__.py': '', 'blog/static/': '', 'blog/public/': '' });
  const finders: readonly FinderSpec[] = [{ kind: 'apps', className: 'mysite.Finder', sourceDir: 'public' }];
  const { locations } = await findLocations(settingsOf(root, { finders, installedApps: ['blog'] }));
  expect(locations.map((location) => location.root)).toEqual([join(root, 'blog/public')]);
});

test('MEDIA_ROOT is offered when its finder is listed, and has to be set then', async () => {
  const root = project({ 'media/upload.png': '' });
  const { locations } = await findLocations(
    settingsOf(root, { finders: [MEDIA], mediaRoot: join(root, 'media') }),
  );
  expect(findSources(locations, []).sources.map(({ path }) => path)).toEqual(['upload.png']);
  const without = await findLocations(settingsOf(root, { finders: [MEDIA] }));
  expect(without.problems).toMatchObject([{ code: 'media-root-missing', severity: 'error' }]);
});

const MODULES = {
  'node_modules/react/react.js': '',
  'node_modules/react/readme.md': '',
  'node_modules/react/lib/deep/x.js': '',
  'node_modules/express/index.js': '',
  'node_modules/express/lib/a.js': '',
  'node_modules/express/lib/sub/b.js': '',
  'node_modules/.bin/tool': '',
};

async function npmPaths(
  patterns: Readonly<Record<string, readonly string[]>> | null,
): Promise<readonly string[]> {
  const root = project(MODULES);
  const settings = settingsOf(root, { finders: [NPM], npm: { root, prefix: 'vendor', patterns } });
  const { locations, ignore } = await findLocations(settings);
  return findSources(locations, ignore).sources.map(({ path }) => path);
}

// What django-npm 1.0.1 lists for the same folders.
test('NPM_FILE_PATTERNS picks from node_modules as django-npm does', async () => {
  expect(await npmPaths({ react: ['*.js'], express: ['lib/*.js'] })).toEqual([
    'vendor/express/lib/a.js',
    'vendor/react/react.js',
  ]);
  expect(await npmPaths({ react: ['*'] })).toEqual([
    'vendor/react/react.js',
    'vendor/react/readme.md',
    'vendor/react/lib/deep/x.js',
  ]);
  expect(await npmPaths({ 'r*': ['react.js'], express: ['l*/*.js'] })).toEqual([
    'vendor/express/lib/a.js',
    'vendor/react/react.js',
  ]);
});

test('without patterns NpmFinder offers everything that is not ignored', async () => {
  expect(await npmPaths(null)).toHaveLength(6);
  expect(await npmPaths({})).toHaveLength(6);
});

test('NpmFinder without node_modules is an error that names the folder', async () => {
  const root = project({});
  const found = await findLocations(
    settingsOf(root, { finders: [NPM], npm: { root, prefix: '', patterns: null } }),
  );
  expect(found.problems).toMatchObject([
    { code: 'node-modules-missing', at: { file: join(root, 'node_modules') } },
  ]);
});

test('a folder that is a link keeps the name of the link', async () => {
  const root = project({ 'real/a.css': '' });
  symlinkSync('real', join(root, 'assets'));
  const { locations } = await findLocations(settingsOf(root, { staticDirs: [entry(join(root, 'assets'))] }));
  expect(findSources(locations, []).sources[0]?.file).toBe(join(root, 'assets/a.css'));
});
