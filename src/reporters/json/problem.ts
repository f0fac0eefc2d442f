import type { Problem } from '../../types.ts';
import { excerptOf, shownProblem } from '../shown.ts';

/** Of a longer line this many characters around the column are quoted. */
const LONGEST_EXCERPT = 160;

/** A problem with its fields always in the same order, without those that are not known. */
export function problemJson(problem: Problem): Problem {
  const { code, severity, message, at, cause, hint } = shownProblem(problem);
  const excerpt = excerptOf(problem, LONGEST_EXCERPT)?.text;
  const { file, line, column } = at ?? {};
  return {
    code,
    severity,
    message,
    ...(file !== undefined && { at: { file, ...(line && { line }), ...(column && { column }) } }),
    ...(excerpt !== undefined && { excerpt }),
    ...(cause !== undefined && { cause }),
    ...(hint !== undefined && { hint }),
  };
}
