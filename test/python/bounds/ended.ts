import { CollectstaticError } from '../../../src/errors.ts';
import type { Problem } from '../../../src/types.ts';
import { evaluate } from '../project.ts';

/** The problem that ends the evaluation of settings with so many steps, or the usual bound; `null` if they are read to their end. */
export async function ended(text: string, steps?: number): Promise<Problem | null> {
  try {
    await evaluate(text, steps === undefined ? {} : { limits: { steps } });
  } catch (error) {
    if (!(error instanceof CollectstaticError)) throw error;
    return error.problems[0] ?? null;
  }
  return null;
}
