import { fail } from './errors.ts';
import type { Settings } from './types.ts';

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
