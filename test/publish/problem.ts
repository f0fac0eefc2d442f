import { expect } from 'vitest';
import { CollectstaticError } from '../../src/errors.ts';
import type { Problem } from '../../src/types.ts';

/** The one problem that a piece of work fails with. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CollectstaticError);
  const { problems } = error as CollectstaticError;
  expect(problems).toHaveLength(1);
  return problems[0] as Problem;
}
