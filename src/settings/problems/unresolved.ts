import { lineLabel } from '../../text/position.ts';
import type { Origin, Position, Problem } from '../../types.ts';
import type { Unresolved } from '../datum.ts';
import { pointing } from './place.ts';
import { waysOutHint } from './ways-out.ts';
import { wordsOf } from './words.ts';

/**
 * `setting-unresolved`, or `python-limit` if reading it takes too many steps: a setting that the run needs and that can't be
 * known without running Python, with the ways out. `isSetting`: false for a part that `--set` can't name. `origin`: where the
 * setting was given its value; what made it unknown may lie elsewhere, in an import or a base module.
 */
export function unresolvedProblem(
  name: string,
  unresolved: Unresolved,
  origin?: Origin,
  isSetting = true,
): UnresolvedProblem {
  const { at } = unresolved;
  const { reason, expression } = wordsOf(unresolved);
  const set = origin?.steps.at(-1);
  const isElsewhere = set !== undefined && at !== null && !origin?.steps.some((step) => sameLine(step, at));
  const dependence = isElsewhere || !expression ? '' : `: ${expression}`;
  return {
    code: unresolved.isLimit === true ? 'python-limit' : 'setting-unresolved',
    severity: 'error',
    message: `${name} can't be known without running Python${dependence}`,
    cause: isElsewhere ? `${reason}${expression ? `: ${expression}` : ''} (${lineLabel(at)})` : reason,
    hint: waysOutHint(isSetting ? [name] : [], unresolved),
    ...pointing((isElsewhere ? set : at) ?? undefined),
    unresolved: { name, root: unresolved, isSetting },
  };
}

/** With what left the setting unknown, so that several settings of one cause can be told together. */
export interface UnresolvedProblem extends Problem {
  readonly unresolved: { readonly name: string; readonly root: Unresolved; readonly isSetting: boolean };
}

export function isUnresolvedProblem(problem: Problem): problem is UnresolvedProblem {
  return 'unresolved' in problem;
}

function sameLine(a: Position, b: Position): boolean {
  return a.file === b.file && a.line === b.line;
}
