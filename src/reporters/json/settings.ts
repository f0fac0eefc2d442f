import type { Destination, Problem, SettingExplanation } from '../../types.ts';
import { shownDestination, shownSetting } from '../shown.ts';
import { document } from './document.ts';
import { problemJson } from './problem.ts';

/** Document of `collectstatic settings --format json`. */
export function settingsJson(
  settings: readonly SettingExplanation[],
  destination: Destination | null,
  problems: readonly Problem[],
): string {
  const ok = problems.every(({ severity }) => severity !== 'error');
  const shown = settings.map(shownSetting);
  return document({
    command: 'settings',
    ok,
    settings: shown,
    ...(destination !== null && { destination: shownDestination(destination) }),
    problems: problems.map(problemJson),
  });
}
