/** Turns files and options into frozen settings: discover, read, override, check, resolve. */
import type { Destination, Problem, SettingExplanation, Settings } from '../types.ts';
import { explain } from './explain.ts';
import type { SettingsRequest } from './request.ts';
import { explainDestination } from './resolve/destination/explanation.ts';
import { staticRootLine } from './resolve/folders/static-root-line.ts';
import { freeze } from './resolve/freeze.ts';
import { resolveSettings } from './resolve/index.ts';
import type { Discovery } from './sources/discovery.ts';
import { readSettings } from './sources/read-settings.ts';

export { unknownSetting } from './problems/unknown.ts';
export type { SettingsRequest } from './request.ts';
export { type Config, defineConfig, type FlagValues } from './schema/config.ts';
export { jsonSchema } from './schema/json-schema.ts';
export { SETTING_NAMES } from './schema/schema.ts';

/** Reads the settings of a run. The result is frozen. Throws a CollectstaticError with all the problems there are. */
export async function loadSettings(request: SettingsRequest): Promise<Settings> {
  return resolveSettings(await readSettings(request));
}

/** Where settings were found, and what to write beside them. */
export interface FoundSettings extends Discovery {
  /** The file that was read first, absolute; `null` for none. */
  readonly file: string | null;
  /** True if their COLLECTSTATIC says anything. */
  readonly hasToolDict: boolean;
  /** The line that sets STATIC_ROOT in that file. */
  readonly staticRootLine: string;
}

/** Says where the settings of a run are taken from, and what is passed over. */
export async function findSettings(request: SettingsRequest): Promise<FoundSettings> {
  const { discovery, sources } = await readSettings(request);
  const { file, layers } = sources;
  // Of a module's two layers it is the first.
  const toolDict = layers.find(({ kind }) => kind === 'settings');
  return {
    ...discovery,
    file,
    hasToolDict: (toolDict?.entries.size ?? 0) > 0,
    staticRootLine: staticRootLine(file ?? ''),
  };
}

/** What `explainSettings` tells. */
export interface SettingsExplanation {
  readonly settings: readonly SettingExplanation[];
  /** Where files are published; `null` for nowhere, and if a problem hides it. */
  readonly destination: Destination | null;
  readonly problems: readonly Problem[];
}

/**
 * Explains every setting: its value, and how it came to it; a wrong value is shown as it is. `problems` are those of
 * reading: names that are no setting, and with warnings about where files are published. Throws only if no settings can be
 * read at all.
 */
export async function explainSettings(request: SettingsRequest): Promise<SettingsExplanation> {
  const read = await readSettings(request);
  // What explaining a setting finds wrong with it stands beside it.
  const problems = [...read.problems];
  const settings = explain(read);
  const published = await explainDestination(read);
  return freeze({
    settings,
    destination: published.destination,
    problems: [...problems, ...published.problems],
  });
}
