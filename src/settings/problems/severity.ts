import type { Problem } from '../../types.ts';

/** The same problem for a run that can go on with it. */
export function asWarning(problem: Problem): Problem {
  return { ...problem, severity: 'warning' };
}
