import type { FlaggedName, FlagKey } from './flags.ts';
import type { Definitions } from './schema.ts';
import type { TOOL_SETTINGS } from './tool-settings.ts';
import type { ValueOf, ValuesOf } from './value.ts';

/** This tool's own keys: in a settings module they stand in a dict called COLLECTSTATIC. */
export interface ToolConfig extends ValuesOf<typeof TOOL_SETTINGS> {}

/** The keys of a `collectstatic.config` file. Relative paths are relative to that file. */
export interface Config extends ValuesOf<Definitions> {}

/** The values of the options that set one setting each. Relative paths are relative to the working directory. */
export type FlagValues = {
  readonly [Name in FlaggedName as FlagKey<Name>]?: Exclude<ValueOf<Definitions[Name]['shape']>, null>;
};

/** Returns its argument: lets an editor check and complete a config file written in JavaScript or TypeScript. */
export function defineConfig(config: Config): Config {
  return config;
}
