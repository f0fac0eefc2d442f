import { errnoOf, errnoWords, fail } from '../errors.ts';
import type { Problem } from '../types.ts';

/** Does `work` on a file that an option names. A failure of the system becomes `problem`, at that file. */
export function onNamedFile<Result>(
  file: string,
  problem: Pick<Problem, 'code' | 'message' | 'hint'>,
  work: () => Result,
): Result {
  try {
    return work();
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    throw fail({ ...problem, at: { file }, cause: errnoWords(error) });
  }
}
