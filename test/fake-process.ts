import { Readable } from 'node:stream';
import { type LoadProgram, run } from '../src/cli/main.ts';
import type { Binary, ProcessLike } from '../src/cli/process.ts';

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Typed at the prompt; without it, stdin is no terminal. */
  readonly input?: string;
  /** Whether stdout and stderr are terminals, and how wide. */
  readonly columns?: number;
  /** Takes what is written to stdout, which the result does not have then. */
  readonly write?: ProcessLike['stdout']['write'];
  readonly binary?: Binary;
  /** The sources, unless something else is to run. */
  readonly load?: LoadProgram;
}

/** Runs the command line in this process, as `collectstatic ...args` would run, and returns what it printed. */
export async function runCli(args: readonly string[], options: RunOptions): Promise<RunResult> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const terminal = options.columns === undefined ? {} : { isTTY: true, columns: options.columns };
  const stdin = Readable.from(options.input === undefined ? [] : [options.input]);
  const process: ProcessLike = {
    argv: ['node', options.binary ?? 'collectstatic', ...args],
    env: options.env ?? {},
    cwd: () => options.cwd,
    stdin: Object.assign(stdin, { isTTY: options.input !== undefined }),
    stdout: { write: options.write ?? ((text) => stdout.push(text)), ...terminal },
    stderr: { write: (text) => stderr.push(text), ...terminal },
    exitCode: 0,
    on: () => undefined,
    off: () => undefined,
  };
  const { load = () => import('../src/cli/program.ts'), binary = 'collectstatic' } = options;
  await run(process, load, binary);
  return { code: Number(process.exitCode), stdout: stdout.join(''), stderr: stderr.join('') };
}
