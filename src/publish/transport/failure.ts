import { CollectstaticError, fail } from '../../errors.ts';
import type { Problem } from '../../types/problem.ts';
import { hideSecrets } from './hide-secrets.ts';

/**
 * Turns what a driver threw into one problem, as `problemOf` words it. The error itself is left out: it may carry the signed
 * request. What is no failure of the store (a bug) comes back as it was.
 */
export function storeFailure(
  error: unknown,
  problemOf: (error: Error) => Omit<Problem, 'severity'> | undefined,
  secrets: readonly string[],
): unknown {
  if (error instanceof CollectstaticError || !(error instanceof Error)) return error;
  const problem = problemOf(error);
  if (problem === undefined) return error;
  const { cause } = problem;
  return fail(cause === undefined ? problem : { ...problem, cause: hideSecrets(cause, secrets) });
}
