import { spawn } from 'node:child_process';
import { basename, resolve } from 'node:path';
import { errnoWords, fail } from '../../../errors.ts';
import type { SettingsRequest } from '../../request.ts';
import type { SettingsModule } from '../load/module-name.ts';
import type { DjangoAnswer } from './django-answer.ts';
import { answerProgram } from './django-answer.ts';
import { QUESTION } from './question.ts';

/** More of a traceback than this helps nobody. */
const LONGEST_STDERR = 100;

/**
 * Runs the interpreter of `--python` once: it sets Django up and tells what it then knows. `folders` come first on its
 * sys.path. Throws `python-not-started`, or `python-failed` with what it wrote to stderr.
 */
export async function askPython(
  interpreter: string,
  module: SettingsModule,
  request: Pick<SettingsRequest, 'cwd' | 'env' | 'pythonPath'>,
): Promise<DjangoAnswer> {
  const { cwd, pythonPath = [] } = request;
  const path = [...pythonPath.map((folder) => resolve(cwd, folder)), ...module.project];
  const question = JSON.stringify({ path, ...QUESTION });
  const program = basename(interpreter) === interpreter ? interpreter : resolve(cwd, interpreter);
  // Django leaves the name in the environment, and settings that are split by it look there.
  const env = { ...request.env, DJANGO_SETTINGS_MODULE: module.name };
  const { code, stdout, stderr } = await run(program, ['-c', answerProgram(), question], { cwd, env });
  const answer = code === 0 ? parse(stdout) : null;
  if (answer !== null) return answer;
  throw fail({
    code: 'python-failed',
    message: `${interpreter} could not set Django up with ${module.name}`,
    cause: stderr.trim().split('\n').slice(-LONGEST_STDERR).join('\n') || `it ended with ${code} and no word`,
    hint: 'Name the interpreter that has what the project needs, or leave --python away: the settings are then only read.',
  });
}

interface Ended {
  /** The exit code, or the signal that ended it. */
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  program: string,
  args: readonly string[],
  where: { readonly cwd: string; readonly env: SettingsRequest['env'] },
): Promise<Ended> {
  return new Promise((settle, reject) => {
    const child = spawn(program, args, { ...where, stdio: ['ignore', 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => reject(notStarted(program, error)));
    child.on('close', (code, signal) => {
      const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString('utf8');
      settle({ code: code ?? signal, stdout: text(stdout), stderr: text(stderr) });
    });
  });
}

function notStarted(program: string, error: Error): Error {
  return fail(
    {
      code: 'python-not-started',
      message: `--python ${program} can't be started`,
      cause: errnoWords(error),
      hint: 'It takes an interpreter, such as .venv/bin/python.',
    },
    { cause: error },
  );
}

/** Reads the answer; `null` if the project ended the process before it came to one. */
function parse(stdout: string): DjangoAnswer | null {
  try {
    return JSON.parse(stdout) as DjangoAnswer;
  } catch {
    return null;
  }
}
