import { maskNear } from '../../secrets/index.ts';
import type { Unresolved } from '../datum.ts';
import { sourceLines } from './place.ts';

/** Why a setting is not known, and the source of the expression, without the secrets that stand around it. */
export function wordsOf({ reason, expression, at }: Unresolved): Pick<Unresolved, 'reason' | 'expression'> {
  const lines = at?.line === undefined ? undefined : sourceLines(at.file);
  if (lines === undefined || at?.line === undefined) return { reason, expression };
  const { line } = at;
  return {
    reason: maskNear(reason, lines, line),
    expression: expression && maskNear(expression, lines, line),
  };
}
