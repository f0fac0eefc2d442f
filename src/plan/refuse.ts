import type { Conflict, Problem } from '../types.ts';

/** What `--fail-on-conflict` says: an error for every conflict that no rule settles. */
export function conflictErrors(conflicts: readonly Conflict[]): readonly Problem[] {
  return conflicts
    .filter((conflict) => conflict.settledBy === undefined)
    .map(({ path, winner, losers, identical }) => ({
      code: 'conflict',
      severity: 'error',
      message: `${path} is offered by ${[winner, ...losers].map(({ file }) => file).join(' and ')}`,
      cause: identical ? 'the files are identical' : 'the files are different',
      hint: 'Remove one of them, or settle it with PRECEDENCE or ALLOW_CONFLICTS.',
    }));
}
