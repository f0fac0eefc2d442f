import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collect } from '../../src/collect.ts';
import { loadSettings } from '../../src/settings/index.ts';
import { project } from '../settings/project.ts';

// Without a STATIC_ROOT the files of a bucket are built in a cache of the project, which Git passes over.

test('a bucket storage builds beside the project, out of the sight of Git and of finders', async () => {
  const root = project(
    `STATIC_URL = "/static/"
STATICFILES_DIRS = ["."]
STORAGES = {"staticfiles": {"BACKEND": "storages.backends.s3.S3ManifestStaticStorage", "OPTIONS": {"bucket_name": "shop"}}}
`,
    { 'css/site.css': 'a{}' },
  );
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' });
  git('init', '--quiet');
  const settings = () =>
    loadSettings({ cwd: root, env: {}, requireStaticRoot: true, ignore: ['mysite', 'manage.py'] });
  const { staticRoot } = await collect(await settings());
  expect(staticRoot).toBe(join(root, '.collectstatic/build/static'));
  expect(readdirSync(staticRoot).sort()).toEqual(['css', 'staticfiles.json']);
  expect(git('status', '--porcelain', '--untracked-files=all')).not.toContain('.collectstatic');
  const again = await collect(await settings());
  expect(again.counts).toMatchObject({ copied: 0, unmodified: 1 });
});
