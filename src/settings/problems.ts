import { readWrittenText } from '../regular-file.ts';
import { maskNear, sourceLine } from '../secrets/index.ts';
import { nearest } from '../text/nearest.ts';
import { lineLabel } from '../text/position.ts';
import type { Origin, Position, Problem } from '../types.ts';
import type { DatumPath, Unresolved } from './datum.ts';
import type { Entry } from './entry.ts';
import { folderOfMissing, isMissingModule } from './missing-module.ts';
import { type PackageDoubt, packageDoubt, sharedDoubt } from './package-doubt.ts';
import { isSettingName, SETTING_NAMES, TOOL_NAMES } from './schema/schema.ts';
import type { Mismatch } from './schema/shape.ts';

/** `STATICFILES_DIRS[0].dir`. */
export function partName(name: string, path: DatumPath): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${part}`),
    name,
  );
}

/** `setting-invalid`: a value that is not of the shape the schema asks for, with where it was written. */
export function invalidSetting(name: string, { path, message }: Mismatch, entry: Entry): Problem {
  const at = entry.locate(path);
  const said = at === undefined ? ` (${entry.origin.label})` : '';
  return {
    code: 'setting-invalid',
    severity: 'error',
    message: `${partName(name, path)} ${message}${said}`,
    ...pointing(at),
  };
}

/**
 * `setting-unresolved`, or `python-limit` if reading it takes too many steps: a setting the run needs and that can't be known without running Python, with the ways out.
 * `isSetting`: false for a part that `--set` can't name. `origin`: where the setting was given its value; what made it unknown may lie elsewhere, in an import or a base module.
 */
export function unresolvedProblem(
  name: string,
  unresolved: Unresolved,
  origin?: Origin,
  isSetting = true,
): UnresolvedProblem {
  const { at } = unresolved;
  const { reason, expression } = wordsOf(unresolved);
  const ways = waysOut(isSetting ? [name] : [], unresolved).join(', or ');
  const set = origin?.steps.at(-1);
  const isElsewhere = set !== undefined && at !== null && !origin?.steps.some((step) => sameLine(step, at));
  const dependence = isElsewhere || !expression ? '' : `: ${expression}`;
  return {
    code: unresolved.isLimit === true ? 'python-limit' : 'setting-unresolved',
    severity: 'error',
    message: `${name} can't be known without running Python${dependence}`,
    cause: isElsewhere ? `${reason}${expression ? `: ${expression}` : ''} (${lineLabel(at)})` : reason,
    hint: `${ways.charAt(0).toUpperCase()}${ways.slice(1)}.`,
    ...pointing((isElsewhere ? set : at) ?? undefined),
    unresolved: { name, root: unresolved, isSetting },
  };
}

/** With what left the setting unknown, so that several settings of one cause can be told together. */
interface UnresolvedProblem extends Problem {
  readonly unresolved: { readonly name: string; readonly root: Unresolved; readonly isSetting: boolean };
}

function isUnresolvedProblem(problem: Problem): problem is UnresolvedProblem {
  return 'unresolved' in problem;
}

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
  const ways = waysOut(settings.length > 2 ? null : settings, all).join(', or ');
  return {
    code: root.isLimit === true ? 'python-limit' : 'setting-unresolved',
    severity: 'error',
    message: `${listed(names)} can't be known without running Python${expression ? `: ${expression}` : ''}`,
    cause: reason,
    hint: `${ways.charAt(0).toUpperCase()}${ways.slice(1)}.`,
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

/** More variables than these are no help. */
const MOST_VARIABLES = 5;

function sameLine(a: Position, b: Position): boolean {
  return a.file === b.file && a.line === b.line;
}

/**
 * What a person can do about settings that are not known (`null`: many; none for parts that no option sets), as clauses:
 * `set SECRET in the environment`.
 */
export function waysOut(names: readonly string[] | null, unresolved: Unresolved): readonly string[] {
  const { environment, tainted, refused, lacksPackages, reason, at } = unresolved;
  // Code that asks for many variables has looked at all it knows: they are hardly what is missing.
  const isVariable = environment.length > 0 && environment.length <= MOST_VARIABLES;
  const variables = isVariable ? [`set ${environment.join(' and ')} in the environment`] : [];
  const folder = at === null ? undefined : folderOfMissing(reason, at.file);
  const place = folder === undefined ? [] : [`say --pythonpath ${folder}, where the module lies`];
  const isInVenv = lacksPackages === true || (isMissingModule(reason) && folder === undefined);
  const venv = isInVenv ? ['name the virtual environment with --venv DIR'] : [];
  const set =
    names === null
      ? ['say --set NAME=VALUE for each']
      : names.length === 0
        ? []
        : [`say ${names.map((name) => `--set ${name}=VALUE`).join(' and ')}`];
  const benign = tainted ? ['say --assume-benign if that code leaves the settings alone'] : [];
  const allow = refused === undefined ? [] : [`say --allow-read ${refused}`];
  // Python would miss the variable as well.
  const python = isVariable && refused === undefined ? [] : ['let Python tell with --python PATH'];
  return [...place, ...venv, ...allow, ...variables, ...set, ...benign, ...python];
}

/** Where a problem is, with the line of source where one is known. */
export function pointing(at: Position | undefined): Pick<Problem, 'at' | 'excerpt'> {
  if (at === undefined) return {};
  const lines = at.line === undefined ? undefined : sourceLines(at.file);
  const excerpt = lines && sourceLine(lines, at.line ?? 0);
  return excerpt === undefined ? { at } : { at, excerpt };
}

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

/** The file was readable a moment ago, but need not be any more. */
function sourceLines(file: string): readonly string[] | undefined {
  try {
    return readWrittenText(file).split(/\r?\n/);
  } catch {
    return undefined;
  }
}

/** `setting-unknown`, with the nearest name there is. */
export function unknownSetting(name: string, at?: Position): Problem {
  const message = `'${name}' is no setting that this tool uses`;
  return {
    code: 'setting-unknown',
    severity: 'error',
    message,
    hint: hintFor(name, SETTING_NAMES),
    ...pointing(at),
  };
}

/** The same for the COLLECTSTATIC dict of a settings module: what Django has a name for is set beside it. */
export function misplacedSetting(name: string, at: Position | undefined): Problem {
  if (!isSettingName(name)) return { ...unknownSetting(name, at), hint: hintFor(name, TOOL_NAMES) };
  return {
    code: 'setting-unknown',
    severity: 'error',
    message: `'${name}' does not belong in COLLECTSTATIC`,
    hint: `Set ${name} beside it, as for Django.`,
    ...pointing(at),
  };
}

function hintFor(name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  return guess === undefined ? 'collectstatic settings -v 2 lists them all.' : `Did you mean '${guess}'?`;
}

/** The same problem for a run that can go on with it. */
export function asWarning(problem: Problem): Problem {
  return { ...problem, severity: 'warning' };
}
