import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asWarning, CollectstaticError } from '../../errors.ts';
import type { ProgramEnd, PythonReader } from '../../python/index.ts';
import { lineLabel } from '../../text/position.ts';
import type { Problem } from '../../types.ts';
import type { SettingsRequest } from '../request.ts';
import { searchPathOf } from './search-path.ts';

/** What `manage.py` does before it hands over to Django. */
export interface Program {
  /** The interpreter it ran in: environment, working directory and `sys.path` are as it left them. */
  readonly python: PythonReader;
  /** Entries of `sys.path` before it ran. */
  readonly startPath: readonly string[];
  /** What it leaves in DJANGO_SETTINGS_MODULE. */
  readonly settings: string | undefined;
  /** Why that is nothing, to stand behind `manage.py`. */
  readonly reason: string;
}

/** Starts the program; `project`: folders of the project, absolute. The second time it is the same one. */
export type StartProgram = (project: readonly string[]) => Promise<Program>;

/** The `manage.py` of a project: in its folder, or in `src`; `undefined` if there is none. */
export function findManagePy(cwd: string): string | undefined {
  return [join(cwd, 'manage.py'), join(cwd, 'src', 'manage.py')].find((file) => existsSync(file));
}

/**
 * Runs `manage.py` as `python manage.py collectstatic` would, in the evaluator, when it is first asked for; an interpreter
 * in which nothing ran if there is none. If it can't be followed to its end, that is a warning in `problems`.
 */
export function programStarter(request: SettingsRequest, problems: Problem[]): StartProgram {
  let started: Promise<Program> | undefined;
  return (project) => {
    started ??= start(project, request, problems);
    return started;
  };
}

async function start(
  project: readonly string[],
  request: SettingsRequest,
  problems: Problem[],
): Promise<Program> {
  const { startPython } = await import('./start-python.ts');
  const { cwd } = request;
  const file = findManagePy(cwd);
  const home = file === undefined ? [] : [dirname(file)];
  const folders = [...project.filter((folder) => folder !== cwd), ...home, cwd];
  const startPath = searchPathOf(request, [...new Set(folders)]);
  const python = startPython(request, startPath);
  const end = file === undefined ? undefined : await run(python, file, problems);
  const settings = python.variable('DJANGO_SETTINGS_MODULE');
  const unknown = typeof settings === 'object' ? settings : undefined;
  const reason =
    unknown === undefined
      ? whyNone(file, end)
      : `names a settings module that can't be known: ${unknown.reason} (${lineLabel(unknown.at)})`;
  return {
    python,
    startPath,
    settings: typeof settings === 'string' && settings !== '' ? settings : undefined,
    reason,
  };
}

/** `undefined` if it can't be read at all, which the settings may do without. */
async function run(python: PythonReader, file: string, problems: Problem[]): Promise<ProgramEnd | undefined> {
  try {
    const end = await python.runProgram(file);
    if (end.isUndecided) problems.push(undecided(file));
    return end;
  } catch (error) {
    if (!(error instanceof CollectstaticError)) throw error;
    problems.push(...error.problems.map(asWarning));
    return undefined;
  }
}

function undecided(file: string): Problem {
  return {
    code: 'manage-py-undecided',
    severity: 'warning',
    message: 'A test that is not known decides how manage.py comes to Django: what it sets up may differ',
    at: { file },
    hint: 'Set what it asks for in the environment, or let Python tell with --python PATH.',
  };
}

function whyNone(file: string | undefined, end: ProgramEnd | undefined): string {
  if (file === undefined) return 'is not there';
  if (end === undefined) return "can't be read";
  const [note] = end.notes;
  if (note === undefined)
    return end.handsOver
      ? 'names no settings module'
      : 'names no settings module, and does not come to Django';
  return `names no settings module: ${note.message}${note.at === undefined ? '' : ` (${lineLabel(note.at)})`}`;
}
