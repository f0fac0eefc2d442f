import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Random } from './random.ts';
import { quote, STYLES, type Style } from './styles.ts';

/** What the settings must say, however they are written. */
export interface Wanted {
  /** The project's folder, absolute. */
  readonly project: string;
  readonly apps: readonly string[];
  /** Folders below the project to put on `sys.path`. */
  readonly pythonPath: readonly string[];
  /** Directories relative to the project; `prefix` `null` for an entry without one. */
  readonly directories: readonly { readonly prefix: string | null; readonly folder: string }[];
  /** Relative to the project. */
  readonly staticRoot: string;
  /** Relative to the project; `null` without the finder of the media. */
  readonly mediaRoot: string | null;
  readonly finders: readonly string[] | null;
  /** Lines for the end: storages and what belongs to them. */
  readonly more: readonly string[];
}

/** The module that was written and what it wants from the environment. */
export interface Written {
  readonly module: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Writes manage.py and a settings module (or a package of them) that says what is wanted, in a style of its own. */
export function writeSettings(random: Random, wanted: Wanted): Written {
  const style = random.pick(STYLES);
  const split = random.chance(0.35);
  const env: Record<string, string> = {};
  const base = [...header(style, split ? 3 : 2, wanted), ...apps(random, wanted), ...NOISE];
  const paths = [...statics(random, style, wanted, env), ...wanted.more];
  const site = join(wanted.project, 'mysite');
  write(join(wanted.project, 'manage.py'), MANAGE);
  write(join(site, '__init__.py'), []);
  write(join(site, 'urls.py'), ['urlpatterns = []']);
  if (!split) {
    write(join(site, 'settings.py'), [...base, ...paths]);
    return { module: 'mysite.settings', env };
  }
  const star = random.pick(['from .base import *', 'from mysite.settings.base import *']);
  write(join(site, 'settings/__init__.py'), []);
  write(join(site, 'settings/base.py'), random.chance(0.5) ? base : [...base, ...paths]);
  write(join(site, 'settings/production.py'), [
    ...(style.setUp(3).length > 0 ? style.setUp(3) : []),
    star,
    '',
    ...paths,
  ]);
  return { module: 'mysite.settings.production', env };
}

const NOISE: readonly string[] = [
  'SECRET_KEY = "not a secret"',
  'ALLOWED_HOSTS = ["*"]',
  'MIDDLEWARE = [',
  '    "django.middleware.security.SecurityMiddleware",',
  '    "django.middleware.common.CommonMiddleware",',
  ']',
  'ROOT_URLCONF = "mysite.urls"',
  'TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}}]',
  'USE_TZ = True',
  '',
];

const MANAGE: readonly string[] = [
  '#!/usr/bin/env python',
  'import os',
  'import sys',
  '',
  'if __name__ == "__main__":',
  '    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")',
  '    from django.core.management import execute_from_command_line',
  '',
  '    execute_from_command_line(sys.argv)',
];

function write(file: string, lines: readonly string[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, lines.length === 0 ? '' : `${lines.join('\n')}\n`);
}

function header(style: Style, depth: number, wanted: Wanted): string[] {
  const onPath = wanted.pythonPath.map(
    (folder) => `sys.path.insert(0, str(${style.path(folder, wanted.project)}))`,
  );
  return ['"""Settings."""', 'import sys', ...style.setUp(depth), ...onPath, ''];
}

function apps(random: Random, wanted: Wanted): string[] {
  const list = (items: readonly string[]): string[] => items.map((item) => `    ${quote(item)},`);
  const cut = random.int(wanted.apps.length + 1);
  const [first, second] = [wanted.apps.slice(0, cut), wanted.apps.slice(cut)];
  switch (random.int(5)) {
    case 0:
      return ['INSTALLED_APPS = (', ...list(wanted.apps), ')'];
    case 1:
      return [
        'DJANGO_APPS = [',
        ...list(first),
        ']',
        'LOCAL_APPS = [',
        ...list(second),
        ']',
        'INSTALLED_APPS = DJANGO_APPS + LOCAL_APPS',
      ];
    case 2:
      return ['INSTALLED_APPS = [', ...list(first), ']', 'INSTALLED_APPS += [', ...list(second), ']'];
    case 3:
      return [
        'INSTALLED_APPS = []',
        ...second.toReversed().map((app) => `INSTALLED_APPS.insert(0, ${quote(app)})`),
        `INSTALLED_APPS[:0] = [${first.map(quote).join(', ')}]`,
      ];
    default:
      return ['INSTALLED_APPS = [', ...list(wanted.apps), ']'];
  }
}

function statics(random: Random, style: Style, wanted: Wanted, env: Record<string, string>): string[] {
  const path = (relative: string): string => style.path(relative, wanted.project);
  const media =
    wanted.mediaRoot === null ? [] : [`MEDIA_ROOT = ${path(wanted.mediaRoot)}`, 'MEDIA_URL = "/media/"'];
  const finders =
    wanted.finders === null
      ? []
      : ['STATICFILES_FINDERS = (', ...wanted.finders.map((each) => `    ${quote(each)},`), ')'];
  return [
    `STATIC_URL = ${random.pick(['"/static/"', '"static/"', '"https://cdn.example.com/static/"'])}`,
    ...staticRoot(random, path(wanted.staticRoot), wanted, env),
    ...directories(random, path, wanted),
    ...finders,
    ...media,
  ];
}

function staticRoot(random: Random, path: string, wanted: Wanted, env: Record<string, string>): string[] {
  switch (random.int(5)) {
    case 0:
      return ['import os', `STATIC_ROOT = os.environ.get("STATIC_ROOT_OF_SITE", ${path})`];
    case 1:
      env.STATIC_ROOT_OF_SITE = join(wanted.project, wanted.staticRoot);
      return ['import os', 'STATIC_ROOT = os.environ["STATIC_ROOT_OF_SITE"]'];
    case 2:
      env.ON_SERVER = '1';
      return [
        'import os',
        'if os.getenv("ON_SERVER") == "1":',
        `    STATIC_ROOT = ${path}`,
        'else:',
        '    STATIC_ROOT = None',
      ];
    default:
      return [`STATIC_ROOT = ${path}`];
  }
}

function directories(random: Random, path: (relative: string) => string, wanted: Wanted): string[] {
  const entries = wanted.directories.map(({ prefix, folder }) => {
    if (prefix === null) return path(folder);
    return random.chance(0.7) ? `(${quote(prefix)}, ${path(folder)})` : `[${quote(prefix)}, ${path(folder)}]`;
  });
  const lines = entries.map((entry) => `    ${entry},`);
  if (entries.length === 0) return random.chance(0.5) ? [] : ['STATICFILES_DIRS = []'];
  switch (random.int(4)) {
    case 0:
      return ['STATICFILES_DIRS = (', ...lines, ')'];
    case 1:
      return ['STATICFILES_DIRS = []', ...entries.map((entry) => `STATICFILES_DIRS.append(${entry})`)];
    case 2:
      return ['STATICFILES_DIRS = list([', ...lines, '])'];
    default:
      return ['STATICFILES_DIRS = [', ...lines, ']'];
  }
}
