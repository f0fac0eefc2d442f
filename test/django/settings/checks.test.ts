import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { django, ours } from '../contenders/contender.ts';
import { type Oracle, startOracle } from '../contenders/oracle.ts';
import { writeProject } from '../project/written.ts';

const { lts } = inject('environments');

let oracle: Oracle;
beforeAll(() => {
  oracle = startOracle(lts.python);
});
afterAll(() => oracle.stop());

const BASE = [
  'INSTALLED_APPS = ["django.contrib.staticfiles"]',
  'STATIC_URL = "/static/"',
  'STATIC_ROOT = BASE_DIR / "staticfiles"',
];

/** What is wrong -> the settings that say it, on top of good ones. */
const CHECKED: Readonly<Record<string, readonly string[]>> = {
  'a string for a list': ['STATICFILES_DIRS = str(BASE_DIR / "assets")'],
  'a set for a list': ['STATICFILES_DIRS = {str(BASE_DIR / "assets")}'],
  'STATIC_ROOT in STATICFILES_DIRS': ['STATICFILES_DIRS = [BASE_DIR / "assets", BASE_DIR / "staticfiles"]'],
  'STATIC_ROOT in STATICFILES_DIRS, written differently': [
    'STATICFILES_DIRS = [str(BASE_DIR / "mysite" / ".." / "staticfiles") + "/"]',
  ],
  'STATIC_ROOT under a prefix': ['STATICFILES_DIRS = [("pre", BASE_DIR / "staticfiles")]'],
  'a prefix with a slash': ['STATICFILES_DIRS = [("pre/", BASE_DIR / "assets")]'],
  'a folder that is missing': ['STATICFILES_DIRS = [BASE_DIR / "nowhere", BASE_DIR / "assets"]'],
  'a file for a folder': ['STATICFILES_DIRS = [BASE_DIR / "mysite" / "settings.py"]'],
  'several at once': [
    'STATICFILES_DIRS = [("a/", BASE_DIR / "nowhere"), ("b/", BASE_DIR / "staticfiles"), BASE_DIR / "gone"]',
  ],
  'no staticfiles storage': [
    'STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}',
  ],
  nothing: ['STATICFILES_DIRS = (BASE_DIR / "assets",)'],
};

const ASSETS = 'STATICFILES_DIRS = [BASE_DIR / "assets"]';

/** ImproperlyConfigured -> the settings to name. */
const REFUSED: Readonly<
  Record<string, { readonly lines: readonly string[]; readonly names: readonly string[] }>
> = {
  'no STATIC_URL': { lines: ['STATIC_URL = None'], names: ['STATIC_URL'] },
  'an empty STATIC_URL': { lines: ['STATIC_URL = ""'], names: ['STATIC_URL'] },
  'MEDIA_URL is STATIC_URL': { lines: ['MEDIA_URL = "/static/"'], names: ['MEDIA_URL', 'STATIC_URL'] },
  'MEDIA_ROOT is STATIC_ROOT': {
    lines: ['MEDIA_ROOT = STATIC_ROOT', 'MEDIA_URL = "/m/"'],
    names: ['MEDIA_ROOT', 'STATIC_ROOT'],
  },
  'MEDIA_URL within STATIC_URL in DEBUG': {
    lines: ['DEBUG = True', 'MEDIA_URL = "/static/media/"'],
    names: ['MEDIA_URL', 'STATIC_URL'],
  },
  'no STATIC_ROOT': { lines: ['STATIC_ROOT = None', ASSETS], names: ['STATIC_ROOT'] },
  'an empty STATIC_ROOT': { lines: ['STATIC_ROOT = ""', ASSETS], names: ['STATIC_ROOT'] },
};

async function runBoth(lines: readonly string[]) {
  const project = writeProject([...BASE, ...lines], { 'assets/a.txt': 'a' });
  mkdirSync(join(project.folder, 'staticfiles'), { recursive: true });
  const command = { ...project, argv: ['collectstatic', '--no-input'] };
  const theirs = await django(oracle).run(command);
  rmSync(project.staticRoot, { recursive: true });
  mkdirSync(project.staticRoot);
  const mine = await ours(lts.folder).run(command);
  rmSync(project.home, { recursive: true });
  return { theirs, mine };
}

const idsOf = (text: string): string[] =>
  [...text.matchAll(/staticfiles\.[EW]\d{3}/g)].map(([id]) => id).sort();

describe('system checks', () => {
  test.each(Object.entries(CHECKED))('%s', async (_name, lines) => {
    const { theirs, mine } = await runBoth(lines);
    expect({ ids: idsOf(mine.stderr), code: mine.code }).toEqual({
      ids: idsOf(theirs.stderr),
      code: theirs.code,
    });
  });

  test.each(Object.entries(REFUSED))('improperly configured: %s', async (_name, { lines, names }) => {
    const { theirs, mine } = await runBoth(lines);
    expect(theirs.stderr).toContain('ImproperlyConfigured');
    expect(mine.code).toBe(1);
    for (const name of names) expect(mine.stderr).toContain(name);
    expect(mine.stderr).not.toMatch(/^ {4}at /m);
  });
});
