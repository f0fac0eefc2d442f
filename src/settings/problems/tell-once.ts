import type { Problem } from '../../types.ts';
import type { Unresolved } from '../datum.ts';
import { type PackageDoubt, packageDoubt, sharedDoubt } from './package-doubt.ts';
import { pointing } from './place.ts';
import { isUnresolvedProblem, type UnresolvedProblem } from './unresolved.ts';
import { waysOutHint } from './ways-out.ts';
import { wordsOf } from './words.ts';

/** The problems, those of settings that one cause leaves unknown as one, in the place of the first. */
export function tellOnce(problems: readonly Problem[]): readonly Problem[] {
  const groups = new Map<string, UnresolvedProblem[]>();
  const unresolved = problems.filter(isUnresolvedProblem);
  const ofTests = new Set(
    unresolved
      .map(({ unresolved: { root } }) => root.reason)
      .filter(isOfTest)
      .map(bareReason),
  );
  const causeOf = (root: Unresolved): string => {
    const { reason, at } = root;
    const bare = bareReason(reason);
    const doubt = packageDoubt(root);
    if (doubt !== undefined) return `packages: ${doubt.reason}`;
    return at === null || ofTests.has(bare) ? bare : `${at.file}:${at.line}:${at.column}: ${bare}`;
  };
  for (const problem of unresolved) {
    const cause = causeOf(problem.unresolved.root);
    groups.set(cause, [...(groups.get(cause) ?? []), problem]);
  }
  return problems.flatMap((problem): readonly Problem[] => {
    if (!isUnresolvedProblem(problem)) return [problem];
    const group = groups.get(causeOf(problem.unresolved.root)) ?? [];
    if (group[0] !== problem) return [];
    if (group.length > 1) return [unresolvedTogether(group.map(({ unresolved }) => unresolved))];
    const { unresolved: _, ...alone } = problem;
    return [alone];
  });
}

/** What stands behind an undecided test has the reason of that test, wherever it stands. */
function isOfTest(reason: string): boolean {
  return reason.startsWith(OF_TEST);
}

/** The reason alone, without the words for how a setting depends on it. */
function bareReason(reason: string): string {
  return reason.replace(OF_TEST, '').replace(FROM_DYNACONF, '');
}

const OF_TEST = 'it depends on a test that is unknown: ';
const FROM_DYNACONF = 'the settings come from dynaconf: ';

function unresolvedTogether(group: readonly UnresolvedProblem['unresolved'][]): Problem {
  const names = [...new Set(group.map(({ name }) => name))];
  const roots = group.map(({ root }) => root);
  // The doubt about a whole module points to where it began, and what does not depend on a test to what is unknown itself.
  const root =
    roots.find(({ tainted }) => tainted) ??
    roots.find(({ reason }) => !isOfTest(reason)) ??
    (roots[0] as Unresolved);
  const doubt = sharedDoubt(roots);
  const { reason, expression } = doubt === undefined ? wordsOf(root) : doubtWords(doubt);
  const all = {
    ...root,
    environment: [...new Set(roots.flatMap(({ environment }) => environment))],
    tainted: roots.some(({ tainted }) => tainted),
  };
  const settings = [...new Set(group.filter((each) => each.isSetting).map(({ name }) => name))];
  return {
    code: root.isLimit === true ? 'python-limit' : 'setting-unresolved',
    severity: 'error',
    message: `${listed(names)} can't be known without running Python${expression ? `: ${expression}` : ''}`,
    cause: reason,
    hint: waysOutHint(settings.length > 2 ? null : settings, all),
    ...pointing(root.at ?? undefined),
  };
}

function doubtWords({ packages, reason }: PackageDoubt): Pick<Unresolved, 'reason' | 'expression'> {
  const names = listed(packages);
  return { reason: `whether ${names} are installed is not known: ${reason}`, expression: names };
}

/** `A, B and C`. */
function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
