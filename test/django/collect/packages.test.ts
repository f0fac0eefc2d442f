import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { compareSteps } from '../contenders/compare.ts';
import { django, ours } from '../contenders/contender.ts';
import { type Oracle, startOracle } from '../contenders/oracle.ts';
import { type Environment, makeEnvironment } from '../environment.ts';
import { writeProject } from '../project/written.ts';

// What people really install: packages that ship static files, each in a project of its own, then all of them together.

/** Package -> the apps its manual says to install. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  wagtail: [
    ...[
      'contrib.forms',
      'contrib.redirects',
      'embeds',
      'sites',
      'users',
      'snippets',
      'documents',
      'images',
      'search',
      'admin',
    ].map((app) => `wagtail.${app}`),
    'wagtail',
    'modelcluster',
    'taggit',
  ],
  djangorestframework: ['rest_framework'],
  'django-debug-toolbar': ['debug_toolbar'],
  'django-grappelli': ['grappelli'],
  'django-jazzmin': ['jazzmin'],
  'django-unfold': ['unfold', 'unfold.contrib.filters', 'unfold.contrib.forms'],
  'django-tinymce': ['tinymce'],
  'django-ckeditor': ['ckeditor', 'ckeditor_uploader'],
  'drf-yasg': ['rest_framework', 'drf_yasg'],
  'django-import-export': ['import_export'],
};

const CONTRIB = ['admin', 'auth', 'contenttypes', 'sessions', 'messages', 'staticfiles'].map(
  (app) => `django.contrib.${app}`,
);

const STORAGES: Readonly<Record<string, string>> = {
  plain: 'django.contrib.staticfiles.storage.StaticFilesStorage',
  manifest: 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage',
};

let environment: Environment;
let oracle: Oracle;
beforeAll(() => {
  const { interpreter } = inject('environments');
  // drf-yasg asks for pkg_resources, which newer setuptools no longer have.
  const others = ['django==5.2.*', 'pytz', 'setuptools<81'];
  environment = makeEnvironment('packages', interpreter, [...Object.keys(PACKAGES), ...others]);
  oracle = startOracle(environment.python);
});
afterAll(() => oracle?.stop());

async function comparePackages(apps: readonly string[], storage: string): Promise<string[]> {
  const project = writeProject([
    `INSTALLED_APPS = ${JSON.stringify([...new Set([...apps, ...CONTRIB])])}`,
    'CKEDITOR_UPLOAD_PATH = "uploads/"',
    'STATIC_URL = "/static/"',
    'STATIC_ROOT = BASE_DIR / "staticfiles"',
    `STORAGES = {"staticfiles": {"BACKEND": "${storage}"}, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}`,
  ]);
  // The sources are of today, as pip wrote them: Django's copies are younger by themselves.
  const theirs = { ...django(oracle), comparesCopyTime: false };
  const complaints = await compareSteps(
    project,
    [{ args: [] }, { args: [] }],
    theirs,
    ours(environment.folder),
  );
  rmSync(project.home, { recursive: true });
  return complaints;
}

describe.each(Object.entries(STORAGES))('packages, %s', (_name, storage) => {
  test.each(Object.entries(PACKAGES))('%s', async (_package, apps) => {
    expect(await comparePackages(apps, storage)).toEqual([]);
  });
});

test('all packages together, manifest', async () => {
  expect(await comparePackages(Object.values(PACKAGES).flat(), STORAGES.manifest ?? '')).toEqual([]);
});
