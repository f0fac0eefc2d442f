import { toDatum } from '../datum.ts';
import { AZURE_SETTINGS, GS_SETTINGS, S3_SETTINGS } from './bucket-settings.ts';
import { CONFIG_FILE_SETTINGS, DJANGO_SETTINGS } from './django-settings.ts';
import { NPM_SETTINGS, WHITENOISE_SETTINGS } from './package-settings.ts';
import type { Definition, Setting } from './setting.ts';
import { TOOL_SETTINGS } from './tool-settings.ts';

export type Definitions = typeof CONFIG_FILE_SETTINGS &
  typeof DJANGO_SETTINGS &
  typeof WHITENOISE_SETTINGS &
  typeof NPM_SETTINGS &
  typeof S3_SETTINGS &
  typeof AZURE_SETTINGS &
  typeof GS_SETTINGS &
  typeof TOOL_SETTINGS;

export type SettingName = keyof Definitions;

/** The one list of settings. Types, checks, defaults, options, the JSON Schema and the documentation follow from it. */
export const SCHEMA: Readonly<Record<SettingName, Setting>> = {
  ...owned('config', CONFIG_FILE_SETTINGS),
  ...owned('django', DJANGO_SETTINGS),
  ...owned('whitenoise', WHITENOISE_SETTINGS),
  ...owned('npm', NPM_SETTINGS),
  ...owned('storages', S3_SETTINGS),
  ...owned('storages', AZURE_SETTINGS),
  ...owned('storages', GS_SETTINGS),
  ...owned('collectstatic', TOOL_SETTINGS),
};

function owned<Name extends string>(
  owner: Setting['owner'],
  definitions: Readonly<Record<Name, Definition>>,
): Record<Name, Setting> {
  const entries = Object.entries<Definition>(definitions).map(([name, definition]) => [
    name,
    { ...definition, owner, default: toDatum(definition.default) },
  ]);
  return Object.fromEntries(entries) as Record<Name, Setting>;
}

/** Every name that may be set, in the order of the list. */
export const SETTING_NAMES: readonly SettingName[] = Object.keys(SCHEMA) as SettingName[];

/** The dict of a settings module that holds this tool's own settings, as Django apps keep theirs. */
export const TOOL_DICT: string = 'COLLECTSTATIC';

/** The names that make sense in that dict. */
export const TOOL_NAMES: readonly string[] = Object.keys(TOOL_SETTINGS);

/** The names that a settings module sets beside that dict: Django's, and those of the packages known here. */
export const MODULE_NAMES: readonly SettingName[] = SETTING_NAMES.filter(
  (name) => !['collectstatic', 'config'].includes(SCHEMA[name].owner),
);

/** Django's own storage of static files. */
export const DEFAULT_BACKEND: string = DJANGO_SETTINGS.STORAGES.default.staticfiles.BACKEND;

/** True if a config file may write this key. */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SCHEMA, name);
}
