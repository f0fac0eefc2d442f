import type { SettingExplanation } from '../../types.ts';
import { shownSetting } from '../shown.ts';
import type { Palette } from './palette.ts';
import { positionText } from './problems.ts';
import { visible, visibleLines } from './visible.ts';

/**
 * Text of `collectstatic settings`: each setting with every step that made it.
 *
 *     STATIC_ROOT = "/srv/static"
 *       set      mysite/settings/base.py:20
 *       changed  mysite/settings/production.py:12
 *       reads    the environment variable STATIC_ROOT, from /srv/shop/.env
 *
 * Without `defaults`, settings that nobody set are only counted.
 */
export function settingsText(
  settings: readonly SettingExplanation[],
  palette: Palette,
  defaults: boolean,
): string {
  const shown = defaults ? settings : settings.filter((setting) => !isDefault(setting));
  const hidden = settings.length - shown.length;
  const lines = shown.flatMap((setting) => settingLines(shownSetting(setting), palette));
  if (hidden > 0) lines.push(palette.faint(`${hidden} more have their default (-v 2 shows them)`));
  return `${lines.join('\n')}\n`;
}

function isDefault({ origin, unresolved }: SettingExplanation): boolean {
  return origin.kind === 'default' && unresolved === null;
}

function settingLines(setting: SettingExplanation, palette: Palette): string[] {
  const { name, value, unresolved } = setting;
  if (isDefault(setting)) return [palette.faint(`${name} = ${valueText(value)}  (default)`)];
  const lines =
    unresolved === null
      ? [`${palette.strong(name)} = ${valueText(value)}`]
      : [`${palette.strong(name)} ${palette.warning('can not be known without running Python')}`];
  lines.push(...stepLines(setting));
  if (unresolved !== null) lines.push(...unresolvedLines(unresolved, palette));
  return lines;
}

/** Writes a value on one line if it fits, else on several. */
function valueText(value: unknown): string {
  const short = JSON.stringify(value);
  return visibleLines(short.length <= 60 ? short : JSON.stringify(value, null, 2));
}

function stepLines({ origin, variableFiles }: SettingExplanation): string[] {
  const { kind, label, steps, environment } = origin;
  const [first, ...changes] = steps;
  return [
    `  set      ${first === undefined || kind === 'flag' ? visible(label) : positionText(first)}`,
    ...changes.map((step) => `  changed  ${positionText(step)}`),
    ...environment.map((variable) => {
      const file = variableFiles[variable];
      return `  reads    the environment variable ${visible(variable)}${file === undefined ? '' : `, from ${visible(file)}`}`;
    }),
  ];
}

function unresolvedLines(
  unresolved: NonNullable<SettingExplanation['unresolved']>,
  palette: Palette,
): string[] {
  const { expression, at, reason, waysOut } = unresolved;
  return [
    ...(at === null ? [] : [`  at       ${positionText(at)}`]),
    ...(expression === null ? [] : [`           ${visible(expression)}`]),
    `  because  ${visible(reason)}`,
    ...waysOut.map((way) => `  ${palette.good('hint')}     ${visible(way)}`),
  ];
}
