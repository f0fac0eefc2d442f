import { CollectstaticError, errnoWords, fail } from '../errors.ts';
import { problemFindings } from '../reporters/annotations/index.ts';
import { failureJson } from '../reporters/json/failure.ts';
import type { Palette } from '../reporters/text/palette.ts';
import { createPalette } from '../reporters/text/palette.ts';
import { problemsText } from '../reporters/text/problems.ts';
import { visibleLines } from '../reporters/text/visible.ts';
import { maskText } from '../secrets/index.ts';
import { loadSettings } from '../settings/index.ts';
import { batches } from '../text/batches.ts';
import type { Problem, Settings } from '../types.ts';
import { annotate } from './annotate.ts';
import { isLeftToDjango, LEFT_TO_DJANGO, settingsContext } from './answer.ts';
import { Interrupted } from './interrupt.ts';
import { type CollectFlags, type SharedOptions, settingsRequest } from './options/index.ts';
import type { OutputStream, ProcessLike } from './process.ts';
import { columnsOf, wantsColour } from './terminal.ts';

/** Streams and styles that a command prints with. */
export interface Terminal {
  readonly palette: Palette;
  readonly columns: number;
  readonly print: (text: string) => void;
  /** Prints text that is made while it is printed, no faster than it is read. */
  readonly printPieces: (pieces: Iterable<string>) => Promise<void>;
  readonly printError: (text: string) => void;
}

/**
 * Runs one command and sets the exit code: what `work` returns, or 1 when it throws (`Interrupted` says its own).
 * A user's mistake becomes its problems (on stderr; with `--format json` one document on stdout; in another tool's format
 * both), and so does what the system refuses; anything else is a bug of ours and shows its stack.
 */
export async function runCommand(
  process: ProcessLike,
  name: string,
  flags: SharedOptions,
  work: (terminal: Terminal) => Promise<number>,
): Promise<void> {
  try {
    const code = await work(await createTerminal(process, flags));
    // It is 1 already where the output could not be written.
    process.exitCode = code || process.exitCode;
  } catch (error) {
    const failure = asFailure(error);
    if (isLeftToDjango(flags, failure)) {
      process.exitCode = LEFT_TO_DJANGO;
      if (flags.verbosity >= 1) await printProblems(process, flags, failure.problems.map(asDjangos));
      return;
    }
    process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
    await printFailure(process, name, flags, failure);
  }
}

/** The settings of a command that works on STATIC_ROOT. */
export async function loadRooted(
  process: ProcessLike,
  flags: SharedOptions & Partial<CollectFlags>,
): Promise<Settings> {
  const context = await settingsContext(process, flags);
  return loadSettings(settingsRequest(flags, { ...context, requireStaticRoot: true }));
}

function asDjangos({ hint: _, ...problem }: Problem): Problem {
  return {
    ...problem,
    severity: 'warning',
    hint: "Django's own command does it instead (COLLECTSTATIC_FALLBACK).",
  };
}

function asFailure(error: unknown): CollectstaticError {
  if (error instanceof CollectstaticError) return error;
  return isSystemError(error) ? systemFailure(error) : new Bug(error);
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'errno' in error && 'syscall' in error;
}

/** Words a system error that no caller expected (too many open files, a folder that is gone): not a bug of ours. */
function systemFailure(error: NodeJS.ErrnoException): CollectstaticError {
  const file = error.path;
  if (isGone(error)) return goneDirectory(error);
  const verb = VERBS[error.syscall ?? ''];
  return fail(
    {
      code: 'system-error',
      message: `The system refused what the run needs${verb === undefined ? '' : `: to ${verb} a file`}`,
      ...(file !== undefined && { at: { file } }),
      cause: errnoWords(error),
      hint: 'Mend the cause and run again.',
    },
    { cause: error },
  );
}

/** What the calls of the system do, in words. */
const VERBS: Readonly<Record<string, string>> = {
  access: 'look at',
  chmod: 'set the mode of',
  copyfile: 'copy',
  futime: 'set the time of',
  fsync: 'save',
  link: 'link',
  lstat: 'look at',
  mkdir: 'make',
  open: 'open',
  opendir: 'list',
  read: 'read',
  readlink: 'follow',
  realpath: 'follow',
  rename: 'rename',
  rmdir: 'remove',
  scandir: 'list',
  spawn: 'start',
  stat: 'look at',
  symlink: 'link',
  unlink: 'remove',
  utime: 'set the time of',
  write: 'write',
};

/** True if there is no working directory any more. */
function isGone(error: unknown): boolean {
  return isSystemError(error) && error.syscall === 'uv_cwd';
}

/** The shell stands in a folder that somebody removed. */
function goneDirectory(error: Error): CollectstaticError {
  return fail(
    {
      code: 'system-error',
      message: 'The working directory is gone: the folder in which the command was started has been removed',
      hint: 'Change into the folder of the project and run again.',
    },
    { cause: error },
  );
}

/** An error that nobody foresaw: shown with its stack, to be reported. */
class Bug extends CollectstaticError {
  constructor(cause: unknown) {
    const message = cause instanceof Error ? cause.message : String(cause);
    super([{ code: 'bug', severity: 'error', message }], { cause });
  }
}

async function createTerminal(process: ProcessLike, flags: SharedOptions): Promise<Terminal> {
  return {
    palette: await createPalette(wantsColour(process.stdout, process.env, flags)),
    columns: columnsOf(process.stdout),
    print: (text) => void process.stdout.write(text),
    printPieces: (pieces) => writePieces(process.stdout, pieces),
    printError: (text) => void process.stderr.write(text),
  };
}

/** Stops where nobody reads any more. */
async function writePieces(stream: OutputStream, pieces: Iterable<string>): Promise<void> {
  for (const batch of batches(pieces)) {
    if (stream.write(batch) !== false) continue;
    const error = await new Promise((resolve) => stream.write('', resolve));
    if (error) return;
  }
}

async function printFailure(
  process: ProcessLike,
  name: string,
  flags: SharedOptions,
  error: CollectstaticError,
): Promise<void> {
  if (flags.format === 'json') {
    process.stdout.write(failureJson(name, error.problems));
  } else if (!(error instanceof Bug)) {
    await printProblems(process, flags, error.problems);
    if (!isGone(error.cause)) annotate(process, name, flags, (cwd) => problemFindings(error.problems, cwd));
  }
  if (error instanceof Bug) process.stderr.write(bugText(error.cause));
  else if (flags.traceback) process.stderr.write(`${visibleLines(maskText(error.stack ?? ''))}\n`);
}

/** Prints problems as text on stderr, with colours if stderr is a terminal. */
export async function printProblems(
  process: ProcessLike,
  flags: SharedOptions,
  problems: readonly Problem[],
): Promise<void> {
  const { stderr, env } = process;
  const palette = await createPalette(wantsColour(stderr, env, flags));
  stderr.write(problemsText(problems, palette, columnsOf(stderr)));
}

function bugText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${visibleLines(maskText(stack))}\n\nThis is a bug in collectstatic. Please report it with the lines above and the command you ran.\n`;
}
