import type { Config } from './config.ts';
import { type Setting, setting } from './setting.ts';
import { BACKEND, BOOLEAN, DIRECTORY, orNull, PATH, STRING, STRINGS } from './shapes.ts';
import { OWN_SETTINGS } from './tool-settings.ts';

export const DEFAULT_BACKEND: string = 'django.contrib.staticfiles.storage.StaticFilesStorage';

/** WhiteNoise's list of what is compressed already. */
const INCOMPRESSIBLE = [
  ...['jpg', 'jpeg', 'png', 'gif', 'webp'],
  ...['zip', 'gz', 'tgz', 'bz2', 'tbz', 'xz', 'br'],
  ...['swf', 'flv', 'woff', 'woff2'],
  ...['3gp', '3gpp', 'asf', 'avi', 'm4v', 'mov', 'mp4', 'mpeg', 'mpg', 'webm', 'wmv'],
];

/** The one list of settings: checks, defaults, the JSON Schema and the listing all read it. */
export const SCHEMA: Readonly<Record<keyof Config, Setting>> = {
  $schema: setting('config', STRING, null, 'Where an editor finds the schema of this file.'),
  EXTENDS: setting(
    'config',
    STRING,
    null,
    'Settings to start from: a settings module (mysite.settings) or a file. Keys written beside it replace its values.',
  ),
  STATIC_ROOT: setting('django', orNull(PATH), null, 'The folder to collect into.'),
  STATIC_URL: setting(
    'django',
    orNull(STRING),
    null,
    'The URL under which the files are served; ends with a slash.',
  ),
  STATICFILES_DIRS: setting(
    'django',
    { kind: 'list', of: DIRECTORY },
    [],
    'Folders to collect from, in order of precedence: a folder, a pair [prefix, folder], or an object {dir, prefix, include, exclude}. Folders may be globs.',
  ),
  STATICFILES_FINDERS: setting(
    'django',
    STRINGS,
    [
      'django.contrib.staticfiles.finders.FileSystemFinder',
      'django.contrib.staticfiles.finders.AppDirectoriesFinder',
    ],
    'The finders to ask, in order of precedence, by the names of their classes.',
  ),
  INSTALLED_APPS: setting(
    'django',
    STRINGS,
    [],
    'The apps whose static/ folders are collected: packages or AppConfig classes.',
  ),
  STORAGES: setting(
    'django',
    { kind: 'map', of: BACKEND },
    new Map([['staticfiles', new Map([['BACKEND', DEFAULT_BACKEND]])]]),
    'Storage backends by alias; `staticfiles` is the one that counts.',
  ),
  STATICFILES_STORAGE: setting(
    'django',
    STRING,
    null,
    'The staticfiles storage as it was written before Django 4.2.',
  ),
  MEDIA_ROOT: setting(
    'django',
    PATH,
    '',
    'The folder of uploaded files; collected only when its finder is listed.',
  ),
  MEDIA_URL: setting('django', STRING, '', 'The URL under which uploaded files are served.'),
  DEBUG: setting('django', BOOLEAN, false, 'Whether the project runs in debug mode; only checks look at it.'),
  BASE_DIR: setting(
    'django',
    PATH,
    null,
    'The folder of the project. In a config file: where its apps are looked for.',
  ),
  FORCE_SCRIPT_NAME: setting(
    'django',
    orNull(STRING),
    null,
    'Put in front of a relative STATIC_URL instead of "/".',
  ),
  FILE_UPLOAD_PERMISSIONS: setting(
    'django',
    orNull({ kind: 'integer' }),
    0o644,
    'Mode bits of collected files.',
  ),
  FILE_UPLOAD_DIRECTORY_PERMISSIONS: setting(
    'django',
    orNull({ kind: 'integer' }),
    null,
    'Mode bits of folders made for them.',
  ),
  WHITENOISE_MANIFEST_STRICT: setting(
    'whitenoise',
    orNull(BOOLEAN),
    null,
    'Whether a reference to a missing file is an error; null leaves it to the storage class.',
  ),
  WHITENOISE_KEEP_ONLY_HASHED_FILES: setting(
    'whitenoise',
    BOOLEAN,
    false,
    'Whether to drop the copies without a hash in their names.',
  ),
  WHITENOISE_SKIP_COMPRESS_EXTENSIONS: setting(
    'whitenoise',
    orNull(STRINGS),
    INCOMPRESSIBLE,
    'File name extensions that are never compressed.',
  ),
  NPM_ROOT_PATH: setting('npm', PATH, null, 'The folder that holds node_modules, for NpmFinder.'),
  NPM_STATIC_FILES_PREFIX: setting('npm', STRING, '', 'Put in front of every path of NpmFinder.'),
  NPM_FILE_PATTERNS: setting(
    'npm',
    orNull({ kind: 'map', of: STRINGS }),
    null,
    'Which files of which packages NpmFinder offers.',
  ),
  ...OWN_SETTINGS,
};

export type SettingName = keyof typeof SCHEMA;

/** Every name that may be set, in the order of the schema. */
export const SETTING_NAMES: readonly SettingName[] = Object.keys(SCHEMA) as SettingName[];

/** Whether a config file may write this key. */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SCHEMA, name);
}
