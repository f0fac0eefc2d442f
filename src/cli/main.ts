import { errnoOf, errnoWords } from '../errors.ts';
import type { Binary, ProcessLike } from './process.ts';
import { version } from './version.ts';

/** Loads the command line, which only `--version` can do without. */
export type LoadProgram = () => Promise<Pick<typeof import('./program.ts'), 'createProgram'>>;

/**
 * Runs the whole program: reads `process.argv`, writes to the streams, sets `process.exitCode`. Never exits, never throws.
 * The `findstatic` binary is `collectstatic find` by another name.
 */
export async function run(
  process: ProcessLike,
  load: LoadProgram,
  binary: Binary = 'collectstatic',
): Promise<void> {
  watchOutput(process);
  const said = process.argv.slice(2);
  const args = binary === 'findstatic' ? ['find', ...said] : said;
  if (asksVersion(said)) {
    process.stdout.write(`${version}\n`);
    return;
  }
  const { createProgram } = await load();
  try {
    await createProgram(process, binary, args).parseAsync(args, { from: 'user' });
  } catch (error) {
    // commander has printed its message; 0 is its way out of --help and --version.
    if (!isCommanderError(error)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

/** Ends quietly if the reader closes the pipe (`collectstatic list | head`). */
function watchOutput(process: ProcessLike): void {
  process.stdout.on?.('error', (error) => {
    if (errnoOf(error) === 'EPIPE') return;
    process.exitCode = 1;
    process.stderr.write(`error: the output can't be written: ${errnoWords(error)}\n`);
  });
  // If stderr is closed too, there is nowhere to report it.
  process.stderr.on?.('error', () => undefined);
}

/** True for `--version` alone. Build scripts ask it often, so it is answered without loading the command line. */
export function asksVersion(args: readonly string[]): boolean {
  return args.length === 1 && (args[0] === '--version' || args[0] === '-V');
}

function isCommanderError(error: unknown): error is { readonly exitCode: number } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}
