import { plan } from '../../collect.ts';
import { throwErrors } from '../../errors.ts';
import { loadSettings } from '../../settings/index.ts';
import type { Plan, Settings } from '../../types.ts';
import { type IgnoreOptions, type SharedOptions, settingsRequest } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';

/** The settings with what a check needs to know, and the plan of them. Throws every error of both: nothing is judged then. */
export async function planToCheck(
  process: ProcessLike,
  flags: SharedOptions & IgnoreOptions,
): Promise<{ readonly settings: Settings; readonly planned: Plan }> {
  const settings = await loadSettings(
    settingsRequest(flags, {
      cwd: process.cwd(),
      env: process.env,
      requireStaticRoot: false,
      forCheck: true,
    }),
  );
  const planned = await plan(settings);
  throwErrors(planned.problems);
  return { settings, planned };
}
