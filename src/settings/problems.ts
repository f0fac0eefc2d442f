import { readFileSync } from 'node:fs';
import { nearest } from '../nearest.ts';
import { maskNear, sourceLine } from '../secrets/index.ts';
import type { Origin, Position, Problem } from '../types.ts';
import type { DatumPath, Unresolved } from './datum.ts';
import type { Entry } from './entry.ts';
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
 * `setting-unresolved`: a setting the run needs and that can't be known without running Python, with the ways out.
 * `origin`: where the setting was given its value; what made it unknown may lie elsewhere, in an import or a base module.
 */
export function unresolvedProblem(name: string, unresolved: Unresolved, origin?: Origin): Problem {
  const { at } = unresolved;
  const { reason, expression } = wordsOf(unresolved);
  const ways = waysOut(name, unresolved).join(', or ');
  const set = origin?.steps.at(-1);
  const isElsewhere = set !== undefined && at !== null && !origin?.steps.some((step) => sameLine(step, at));
  const dependence = isElsewhere || !expression ? '' : `: ${expression}`;
  return {
    code: 'setting-unresolved',
    severity: 'error',
    message: `${name} can't be known without running Python${dependence}`,
    cause: isElsewhere
      ? `${reason}${expression ? `: ${expression}` : ''} (${at.line === undefined ? at.file : `${at.file}:${at.line}`})`
      : reason,
    hint: `${ways.charAt(0).toUpperCase()}${ways.slice(1)}.`,
    ...pointing((isElsewhere ? set : at) ?? undefined),
  };
}

function sameLine(a: Position, b: Position): boolean {
  return a.file === b.file && a.line === b.line;
}

/** What a person can do about a setting that is not known, as clauses: `set SECRET in the environment`. */
export function waysOut(name: string, unresolved: Unresolved): readonly string[] {
  const { environment, tainted, refused, lacksPackages } = unresolved;
  const venv = lacksPackages === true ? ['name the virtual environment with --venv DIR'] : [];
  const isVariable = environment.length > 0;
  const variables = isVariable ? [`set ${environment.join(' and ')} in the environment`] : [];
  const benign = tainted ? ['say --assume-benign if that code leaves the settings alone'] : [];
  const allow = refused === undefined ? [] : [`say --allow-read ${refused}`];
  // Python would miss the variable as well.
  const python = isVariable && refused === undefined ? [] : ['let Python tell with --python PATH'];
  return [...venv, ...allow, ...variables, `say --set ${name}=VALUE`, ...benign, ...python];
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
    return readFileSync(file, 'utf8').split(/\r?\n/);
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
