import type { Definitions, SettingName } from './schema.ts';
import { SCHEMA, SETTING_NAMES } from './schema.ts';
import type { Flag, Setting } from './setting.ts';

/** The settings that have an option of their own. */
export type FlaggedName = {
  [Name in SettingName]: Definitions[Name] extends { readonly flag: Flag } ? Name : never;
}[SettingName];

/** STATIC_ROOT as a field of a request: `staticRoot`. */
export type FlagKey<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<FlagKey<Tail>>}`
  : Lowercase<Name>;

export interface FlaggedSetting extends Pick<Setting, 'shape'> {
  readonly name: FlaggedName;
  /** The field of a request that holds what was said, as the command line names it too. */
  readonly key: FlagKey<FlaggedName>;
  readonly flag: Flag;
}

/** The settings that have an option of their own, in the order of the list. */
export const FLAGGED_SETTINGS: readonly FlaggedSetting[] = SETTING_NAMES.flatMap((name) => {
  const { shape, flag } = SCHEMA[name];
  if (flag === undefined) return [];
  return [{ name: name as FlaggedName, key: flagKey(name as FlaggedName), shape, flag }];
});

function flagKey(name: FlaggedName): FlagKey<FlaggedName> {
  const key = name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return key as FlagKey<FlaggedName>;
}

/** The option without its value: `--static-root`. */
export function optionName(flag: Flag): string {
  return flag.words.split(' ', 1)[0] as string;
}
