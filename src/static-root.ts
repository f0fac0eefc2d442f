import { fail } from './errors.ts';
import type { Settings } from './types.ts';

/** The folder in which runs keep what is theirs (lock, ledger, staged files): beside STATIC_ROOT, or else in it. */
export const OWN_FOLDER = '.collectstatic';

export type RootedSettings = Settings & { readonly staticRoot: string };

/** Throws `static-root-missing` for settings that were loaded without asking for it. */
export function requireStaticRoot(settings: Settings): RootedSettings {
  const { staticRoot } = settings;
  if (staticRoot !== null) return { ...settings, staticRoot };
  throw fail({
    code: 'static-root-missing',
    message: 'STATIC_ROOT is not set, so there is no place to collect into',
    hint: 'Set STATIC_ROOT in the settings, or say --static-root DIR.',
  });
}
