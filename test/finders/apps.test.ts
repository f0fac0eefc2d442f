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

test('apps of Django without static files are not missed where Django is not installed; the admin is', async () => {
  const installed = [
    'django.contrib.admin.apps.SimpleAdminConfig',
    'django.contrib.auth',
    'django.contrib.staticfiles.apps.StaticFilesConfig',
    'django.contrib.gis',
  ];
  const { problems } = await find({}, installed);
  expect(problems).toMatchObject([
    {
      code: 'app-not-found',
      message: expect.stringMatching(
        /: django\.contrib\.admin\.apps\.SimpleAdminConfig, django\.contrib\.gis$/,
      ),
    },
  ]);
});

test('the ignore patterns of a StaticFilesConfig count where Django is not installed, too', async () => {
  const text =
    'from django.contrib.staticfiles.apps import StaticFilesConfig\n\n\nclass Mine(StaticFilesConfig):\n    ignore_patterns = ["_*"]\n';
  const { ignore, problems } = await find({ 'mine/__init__.py': '', 'mine/apps.py': text }, [
    'mine.apps.Mine',
  ]);
  expect({ ignore, problems }).toEqual({ ignore: ['_*'], problems: [] });
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
      cause: expect.stringContaining('searched: /'),
      hint: expect.stringMatching(/^Name the virtual environment with --venv.*--skip-missing-apps/),
    },
  ]);
});

test('an app that the environment lacks is to be installed into it', async () => {
  const { problems } = await find({ 'env/lib/python3.11/site-packages/': '' }, ['debug_toolbar'], (root) => ({
    searchPath: [root, join(root, 'env/lib/python3.11/site-packages')],
  }));
  expect(problems).toMatchObject([
    { code: 'app-not-found', hint: expect.stringMatching(/^Install it into that environment/) },
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

const IMPORT = 'import os\nfrom django.apps import AppConfig\n\n\n';
const BLOG = {
  'blog/__init__.py': '',
  'blog/static/': '',
  'blog/web/static/': '',
  'other/__init__.py': '',
  'other/static/': '',
};

test.each([
  [
    'a path that is computed from __file__',
    'class C(AppConfig):\n    name = "blog"\n    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "web")\n',
    'blog blog/web/static',
  ],
  [
    'a name that is computed',
    'class C(AppConfig):\n    name = __name__.rpartition(".")[0]\n',
    'blog blog/static',
  ],
  [
    'the only class, though it names another package',
    'class C(AppConfig):\n    name = "other"\n',
    'other other/static',
  ],
  [
    'the only class that does not say default = False',
    'class A(AppConfig):\n    name = "other"\n    default = False\n\n\nclass B(AppConfig):\n    name = "blog"\n    path = os.path.dirname(__file__) + "/web"\n',
    'blog blog/web/static',
  ],
  [
    'among several the one that says default = True',
    'class A(AppConfig):\n    name = "other"\n\n\nclass B(AppConfig):\n    name = "other"\n    default = True\n',
    'other other/static',
  ],
  [
    'none among several that say nothing',
    'class A(AppConfig):\n    name = "other"\n\n\nclass B(AppConfig):\n    name = "other"\n',
    'blog blog/static',
  ],
  [
    'what a base class says',
    'class Base(AppConfig):\n    path = os.path.join(os.path.dirname(__file__), "web")\n    default = False\n\n\nclass C(Base):\n    name = "blog"\n    default = True\n',
    'blog blog/web/static',
  ],
])('of the classes in apps.py Django takes %s', async (_, text, expected) => {
  expect(await find({ ...BLOG, 'blog/apps.py': IMPORT + text }, ['blog'])).toMatchObject({
    apps: [expected],
    problems: [],
  });
});

test('a path that only running the project could tell is an error with its place', async () => {
  const text = 'class C(AppConfig):\n    name = "blog"\n    path = os.environ["BLOG_HOME"]\n';
  const { apps, problems } = await find({ ...BLOG, 'blog/apps.py': IMPORT + text }, ['blog.apps.C']);
  expect(apps).toEqual([]);
  expect(problems).toMatchObject([
    { code: 'app-config-unreadable', severity: 'error', at: expect.anything() },
  ]);
});

test('a StaticFilesConfig of the project replaces the ignore patterns of Django, and only those', async () => {
  const files = {
    'site_apps.py':
      'from django.contrib.staticfiles.apps import StaticFilesConfig\n\n\nclass Mine(StaticFilesConfig):\n    ignore_patterns = ["CVS", "*.scss"]\n',
    'django/__init__.py': '',
    'django/contrib/__init__.py': '',
    'django/contrib/staticfiles/__init__.py': '',
  };
  const entry = ['site_apps.Mine'];
  expect(await find(files, entry, () => ({ ignore: ['*.map', 'CVS', '.*', '*~'] }))).toMatchObject({
    ignore: ['*.map', 'CVS', '*.scss'],
    problems: [],
  });
  // --no-default-ignore
  expect((await find(files, entry, () => ({ ignore: ['*.map'] }))).ignore).toEqual(['*.map']);
});

const SHOP = 'from django.apps import AppConfig\n\n\nclass ShopConfig(AppConfig):\n    name = "shop"\n';

test.each([
  [
    'set after the class',
    `import os\n${SHOP}\n\nShopConfig.path = os.path.join(os.path.dirname(__file__), "moved")\n`,
  ],
  [
    'set by setattr',
    `import os\n${SHOP}\nsetattr(ShopConfig, "path", os.path.join(os.path.dirname(__file__), "moved"))\n`,
  ],
  [
    'set in __init__',
    `from pathlib import Path\n${SHOP}\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n        self.path = str(Path(__file__).parent / "moved")\n`,
  ],
  [
    'set in __init__ from the module',
    `import os\n${SHOP}\n    def __init__(self, app_name, app_module):\n        self.path = os.path.join(os.path.dirname(app_module.__file__), "moved")\n        super().__init__(app_name, app_module)\n`,
  ],
  [
    'set by a decorator',
    `import os\n\ndef moved(cls):\n    cls.path = os.path.join(os.path.dirname(__file__), "moved")\n    return cls\n${SHOP.replace('class ShopConfig', '@moved\nclass ShopConfig')}`,
  ],
])('the path of an AppConfig is read wherever it is set: %s', async (_, apps) => {
  const files = {
    'shop/__init__.py': '',
    'shop/moved/static/': '',
    'shop/static/': '',
    'shop/apps.py': apps,
  };
  for (const entry of ['shop', 'shop.apps.ShopConfig']) {
    expect(await find(files, [entry])).toMatchObject({ apps: ['shop shop/moved/static'], problems: [] });
  }
});

test.each([
  [
    'a path set when the app is ready',
    `${SHOP}\n    def ready(self):\n        self.path = "/elsewhere"\n`,
    '"path"',
  ],
  ['a property', `${SHOP}\n    @property\n    def path(self):\n        return "/elsewhere"\n`, '"path"'],
  [
    'a rule of its own',
    `${SHOP}\n    def _path_from_module(self, module):\n        return "/elsewhere"\n`,
    '"_path_from_module"',
  ],
  [
    'a special method',
    `${SHOP}\n    def __getattribute__(self, name):\n        return "/elsewhere"\n`,
    '"__getattribute__"',
  ],
  [
    'a base that is nowhere',
    'from nowhere import Base\n\nclass ShopConfig(Base):\n    name = "shop"\n    default = True\n',
    'nowhere.Base',
  ],
])('what only running it could tell is refused by name: %s', async (_, apps, name) => {
  const files = { 'shop/__init__.py': '', 'shop/static/': '', 'shop/apps.py': apps };
  const { problems } = await find(files, ['shop.apps.ShopConfig']);
  expect(problems).toMatchObject([{ code: 'app-config-unreadable' }]);
  expect(JSON.stringify(problems)).toContain(JSON.stringify(name).slice(1, -1));
});

test('what an app does elsewhere does not count', async () => {
  const apps = `${SHOP}\n    label = "other"\n    default_auto_field = "x"\n\n    def ready(self):\n        from . import signals\n        signals.connect()\n        self.started = True\n`;
  const files = { 'shop/__init__.py': '', 'shop/static/': '', 'shop/apps.py': apps };
  expect(await find(files, ['shop'])).toMatchObject({ apps: ['shop shop/static'], problems: [] });
});

test('an app that changes a class of Django is named, where that reaches the run', async () => {
  const patch = 'HashedFilesMixin.url_converter = mine';
  const apps = `${SHOP}\n    def ready(self):\n        from django.contrib.staticfiles.storage import HashedFilesMixin\n        ${patch}\n`;
  const files = { 'shop/__init__.py': '', 'shop/static/': '', 'shop/apps.py': apps };
  expect((await find(files, ['shop'])).problems).toEqual([]);
  const { storage } = settingsOf('/');
  const found = await find(files, ['shop'], () => ({ storage: { ...storage, kind: 'manifest' } }));
  expect(found.problems).toMatchObject([
    {
      code: 'class-patched',
      message: expect.stringContaining('HashedFilesMixin.url_converter'),
      at: { line: 9, column: 9 },
      excerpt: `        ${patch}`,
    },
  ]);
});

test('the patterns of a StaticFilesConfig are known without Django', async () => {
  const apps =
    'from django.contrib.staticfiles.apps import StaticFilesConfig\n\n\nclass Mine(StaticFilesConfig):\n    ignore_patterns = StaticFilesConfig.ignore_patterns + ["*.scss"]\n';
  const found = await find({ 'sf/__init__.py': '', 'sf/apps.py': apps }, ['sf.apps.Mine']);
  expect(found).toMatchObject({ ignore: ['CVS', '.*', '*~', '*.scss'], problems: [] });
});

test.each([
  ['its package', 'shop/__init__.py', 'from shop.apps import ShopConfig\nShopConfig.path = "/x"\n'],
  [
    'its models',
    'shop/models.py',
    'from .apps import (\n    Other,\n    ShopConfig,\n)\nsetattr(ShopConfig, "path", x)\n',
  ],
  ['another app', 'blog/__init__.py', 'import shop.apps\n\nshop.apps.ShopConfig.path = "/x"\n'],
])('an AppConfig that %s changes is named', async (_, file, text) => {
  const files = {
    'shop/__init__.py': '',
    'shop/static/': '',
    'shop/apps.py': SHOP,
    'blog/__init__.py': '',
    'blog/static/': '',
    [file]: text,
  };
  const message = expect.stringMatching(/changes ShopConfig(\.path)? from outside of the class/);
  expect((await find(files, ['shop', 'blog'])).problems).toMatchObject([{ code: 'class-patched', message }]);
});

test('an AppConfig that the settings change is named', async () => {
  const files = { 'shop/__init__.py': '', 'shop/static/': '', 'shop/apps.py': SHOP };
  const text =
    'from shop.apps import ShopConfig\nShopConfig.path = "/x"\nINSTALLED_APPS = [ShopConfig.name]\n';
  const { problems } = await find({ ...files, 'settings.py': text }, ['shop'], (root) => ({
    origins: {
      INSTALLED_APPS: {
        kind: 'settings',
        label: 'settings.py',
        steps: [{ file: join(root, 'settings.py'), line: 3 }],
        environment: [],
      },
    },
  }));
  expect(problems).toMatchObject([{ code: 'class-patched', at: { line: 2, column: 1 } }]);
});

test('what is named alike and is no AppConfig does not count', async () => {
  const files = {
    'shop/__init__.py':
      'from shop.apps import ShopConfig\nif ShopConfig.path == 1: pass\nprint(ShopConfig.name)\n',
    'shop/models.py':
      'from django.apps import apps\nclass C: pass\nC.path = 1\nself.path = 2\napps.ready = 3\n',
    'shop/static/': '',
    'shop/apps.py': SHOP,
  };
  expect((await find(files, ['shop'])).problems).toEqual([]);
});
