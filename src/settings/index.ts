/** From whatever the user wrote to frozen settings: discover, read, override, check, resolve. */
import type { Settings } from '../types.ts';
import type { SettingExplanation } from './explain.ts';
import { explain } from './explain.ts';
import { freeze } from './freeze.ts';
import type { SettingsRequest } from './request.ts';
import { resolveSettings } from './resolve.ts';
import { openSession } from './session.ts';

export { type Config, type DirectoryConfig, defineConfig, type StorageConfig } from './config.ts';
export type { SettingExplanation } from './explain.ts';
export { jsonSchema } from './json-schema.ts';
export { nearest } from './nearest.ts';
export type { SettingsRequest } from './request.ts';
export { SETTING_NAMES } from './schema.ts';

/** Reads the settings of a run. The result is frozen. Throws a CollectstaticError with all the problems there are. */
export async function loadSettings(request: SettingsRequest): Promise<Settings> {
  return resolveSettings(await openSession(request));
}

/**
 * Says of every setting what it is and how it came to be so, checked or not. Throws only where no settings can be read at
 * all.
 */
export async function explainSettings(request: SettingsRequest): Promise<readonly SettingExplanation[]> {
  return freeze(explain(await openSession(request)));
}
