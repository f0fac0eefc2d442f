import { CollectstaticError } from '../errors.ts';
import { failureJson } from '../reporters/json.ts';
import type { Palette } from '../reporters/text/palette.ts';
import { createPalette } from '../reporters/text/palette.ts';
import { problemsText } from '../reporters/text/problems.ts';
import type { Problem } from '../types.ts';
import { Interrupted } from './interrupt.ts';
import type { SharedOptions } from './options.ts';
import type { ProcessLike } from './process.ts';
import { columnsOf, wantsColour } from './terminal.ts';

/** What a command's work gets: where to print, and how. */
export interface Terminal {
  readonly palette: Palette;
  readonly columns: number;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

/**
 * Runs one command and sets the exit code: what `work` returns, or 1 when it throws (`Interrupted` says its own).
 * A user's mistake becomes its problems (on stderr; with `--format json` one document on stdout); anything else is a
 * bug of ours and shows its stack.
 */
export async function runCommand(
  process: ProcessLike,
  name: string,
  flags: SharedOptions,
  work: (terminal: Terminal) => Promise<number>,
): Promise<void> {
  try {
    process.exitCode = await work(await createTerminal(process, flags));
  } catch (error) {
    process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
    if (error instanceof CollectstaticError) await printFailure(process, name, flags, error);
    else process.stderr.write(bugText(error));
  }
}

async function createTerminal(process: ProcessLike, flags: SharedOptions): Promise<Terminal> {
  return {
    palette: createPalette(wantsColour(process.stdout, process.env, flags)),
    columns: columnsOf(process.stdout),
    print: (text) => void process.stdout.write(text),
    printError: (text) => void process.stderr.write(text),
  };
}

async function printFailure(
  process: ProcessLike,
  name: string,
  flags: SharedOptions,
  error: CollectstaticError,
): Promise<void> {
  if (flags.format === 'json') {
    process.stdout.write(failureJson(name, error.problems));
  } else {
    await printProblems(process, flags, error.problems);
  }
  if (flags.traceback) process.stderr.write(`${error.stack}\n`);
}

/** Problems as text on stderr, in its own colours. */
export async function printProblems(
  process: ProcessLike,
  flags: SharedOptions,
  problems: readonly Problem[],
): Promise<void> {
  process.stderr.write(
    problemsText(problems, createPalette(wantsColour(process.stderr, process.env, flags))),
  );
}

function bugText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${stack}\n\nThis is a bug in collectstatic. Please report it with the lines above and the command you ran.\n`;
}
