import type { ProcessLike } from './process.ts';
import { version } from './version.ts';

/**
 * The whole program. Reads `process.argv`, writes to its streams, sets `process.exitCode`; never exits, never throws.
 * `prefix` goes in front of the arguments: the `findstatic` binary is `collectstatic find`.
 */
export async function run(process: ProcessLike, prefix: readonly string[] = []): Promise<void> {
  // A reader that has seen enough (`collectstatic list | head`) is no error.
  process.stdout.on?.('error', (error) => {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  });
  const args = [...prefix, ...process.argv.slice(2)];
  if (asksVersion(args)) {
    process.stdout.write(`${version}\n`);
    return;
  }
  const { createProgram } = await import('./program.ts');
  try {
    await createProgram(process).parseAsync(args, { from: 'user' });
  } catch (error) {
    // commander has printed its message; 0 is its way out of --help and --version.
    if (!isCommanderError(error)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

/** Build scripts ask it often, and it needs no command line to be understood. */
function asksVersion(args: readonly string[]): boolean {
  return args.length === 1 && (args[0] === '--version' || args[0] === '-V');
}

function isCommanderError(error: unknown): error is { readonly exitCode: number } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}
