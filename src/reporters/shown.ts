import { maskData, maskLine, maskText } from '../secrets/index.ts';
import type { Destination, Problem, SettingExplanation } from '../types.ts';

/** A problem as it may be shown: without secrets. The excerpt is told by `excerptOf`. */
export function shownProblem<Shown extends Omit<Problem, 'severity'>>(problem: Shown): Shown {
  const { message, cause, hint } = problem;
  return {
    ...problem,
    message: maskText(message),
    ...(cause !== undefined && { cause: maskText(cause) }),
    ...(hint !== undefined && { hint: maskText(hint) }),
  };
}

/** A setting as it may be shown: without secrets. */
export function shownSetting(setting: SettingExplanation): SettingExplanation {
  const { name, value, unresolved } = setting;
  if (unresolved === null) return { ...setting, value: maskData(value, name) };
  const { reason, expression } = unresolved;
  const words = { reason: maskText(reason), expression: expression && maskText(expression) };
  return { ...setting, unresolved: { ...unresolved, ...words } };
}

/** A destination as it may be shown: plain JSON, without secrets and keys. */
export function shownDestination(destination: Destination): unknown {
  return maskData(JSON.parse(JSON.stringify(destination)));
}

/** A piece of a line, and the column (from 1) in it that the line's column has become. */
export interface Excerpt {
  readonly text: string;
  readonly column: number | undefined;
}

/** The line that a problem points to, without secrets, and of a longer one `most` characters around the column. */
export function excerptOf(
  { excerpt, at }: Pick<Problem, 'excerpt' | 'at'>,
  most: number,
): Excerpt | undefined {
  if (excerpt === undefined) return undefined;
  const column = at?.column;
  const line = maskLine(excerpt, column ?? 1);
  const room = line.text.length <= most ? most : most - 2;
  const wanted = line.column - 1 - Math.floor(room / 2);
  const start = Math.max(0, Math.min(wanted, line.text.length - room));
  const [before, after] = [start > 0 ? '…' : '', start + room < line.text.length ? '…' : ''];
  return {
    text: `${before}${line.text.slice(start, start + room)}${after}`,
    column: column === undefined ? undefined : line.column - start + before.length,
  };
}
