import type { FlagValues, SettingsRequest } from '../../settings/index.ts';
import { FLAGGED_SETTINGS, type FlaggedSetting } from '../../settings/schema/flags.ts';
import type { CollectFlags } from './collect.ts';
import type { SharedOptions } from './shared.ts';

/** Asks for the settings with the options that were said; the others are left out. */
export function settingsRequest(
  flags: SharedOptions & Partial<CollectFlags>,
  context: Pick<SettingsRequest, 'cwd' | 'env' | 'requireStaticRoot' | 'forCheck' | 'forServing' | 'answer'>,
): SettingsRequest {
  const said = {
    settings: flags.settings,
    pythonPath: flags.pythonpath,
    venv: flags.venv,
    python: flags.python,
    allowRead: flags.allowRead,
    envFile: flags.envFile,
    set: flags.set,
    ignore: flags.ignore,
    assumeBenign: flags.assumeBenign,
    skipChecks: flags.skipChecks,
    ...Object.fromEntries(FLAGGED_SETTINGS.map((setting) => [setting.key, saidOf(setting, flags)])),
  };
  return { ...(withoutUndefined(said) as Partial<SettingsRequest>), ...context };
}

function saidOf({ key, flag }: FlaggedSetting, flags: FlagValues): unknown {
  // Of an option such as --no-default-ignore, commander says `true` if nobody said it.
  const isUnsaid = flag.words.startsWith('--no-') && flags[key] === true;
  return isUnsaid ? undefined : flags[key];
}

function withoutUndefined(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
