import { expect, test } from 'vitest';
import { loadSettings } from '../../../src/index.ts';
import type { CheckSettings } from '../../../src/types.ts';
import { makeProject } from '../../cli/project.ts';

async function checkSettings(settings: string): Promise<{ check: CheckSettings; codes: string[] }> {
  const cwd = makeProject({
    'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")\n',
    'site_settings.py': `STATIC_URL = "static/"\n${settings}\n`,
  });
  const loaded = await loadSettings({ cwd, env: {}, requireStaticRoot: false, forCheck: true });
  const { check, problems } = loaded;
  if (check === null) throw new Error('a check was asked for');
  const text = JSON.stringify(check).replaceAll(cwd, '');
  return { check: JSON.parse(text), codes: problems.map(({ code }) => code) };
}

const BACKEND = '"BACKEND": "django.template.backends.django.DjangoTemplates"';

test('engines look in DIRS, then in the apps', async () => {
  const { check } = await checkSettings(
    `from pathlib import Path
BASE = Path(__file__).parent
TEMPLATES = [
    {${BACKEND}, "DIRS": [BASE / "pages"], "APP_DIRS": True,
     "OPTIONS": {"builtins": ["shop.tags"], "libraries": {"s": "shop.s"}, "context_processors": ["a.b"]}},
    {"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [], "APP_DIRS": True},
    {"BACKEND": "mako.Backend"},
]`,
  );
  expect(check.engines).toEqual([
    {
      language: 'django',
      searches: [
        { kind: 'folders', folders: ['/pages'] },
        { kind: 'apps', subfolder: 'templates' },
      ],
      libraries: { s: 'shop.s' },
      builtins: ['shop.tags'],
      contextProcessors: ['a.b'],
      charset: 'utf-8',
      keeps: 'usual',
      isComplete: true,
    },
    expect.objectContaining({ language: 'jinja2' }),
    // The renderer of forms has an engine of its own.
    expect.objectContaining({ searches: [{ kind: 'apps', subfolder: 'templates' }] }),
  ]);
});

test('loaders replace DIRS and APP_DIRS, in their order', async () => {
  const { check } = await checkSettings(
    `TEMPLATES = [{${BACKEND}, "DIRS": ["/a"], "OPTIONS": {"loaders": [
    ("django.template.loaders.cached.Loader", [
        "django.template.loaders.app_directories.Loader",
        ("django.template.loaders.filesystem.Loader", ["/b"]),
        "django.template.loaders.filesystem.Loader",
    ]),
]}}]`,
  );
  expect(check.engines[0]).toMatchObject({
    searches: [
      { kind: 'apps', subfolder: 'templates' },
      { kind: 'folders', folders: ['/b'] },
      { kind: 'folders', folders: ['/a'] },
    ],
    keeps: 'always',
    isComplete: true,
  });
});

test('a loader that is not known makes the engine incomplete', async () => {
  const { check } = await checkSettings(
    `TEMPLATES = [{${BACKEND}, "OPTIONS": {"loaders": ["themes.Loader"]}}]`,
  );
  expect(check.engines[0]).toMatchObject({ searches: [], isComplete: false });
});

test('what is not known, and a storage that is not, are warnings', async () => {
  const { check, codes } = await checkSettings(
    `import os
TEMPLATES = [{${BACKEND}, "DIRS": [os.environ["THEME"]], "APP_DIRS": True}]
STORAGES = {"staticfiles": {"BACKEND": "clouds.Storage"}}`,
  );
  expect(codes).toContain('check-incomplete');
  expect(check.engines[0]).toMatchObject({ isComplete: false });
  expect(check).toMatchObject({ storageIsKnown: false, debug: false, usesStaticfiles: false });
});
