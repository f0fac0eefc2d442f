import { createInterface } from 'node:readline';
import { fail } from '../../../errors.ts';
import { visible } from '../../../reporters/text/visible.ts';
import type { OutputStream, ProcessLike } from '../../process.ts';

/**
 * Asks before STATIC_ROOT is written, in Django's words; only the exact answer `yes` goes on.
 * Throws `no-terminal` if there is no terminal to ask (Django hangs there or ends with EOFError), `cancelled` for any other
 * answer, and the reason of `signal` once that is aborted.
 */
export async function confirm(
  process: ProcessLike,
  staticRoot: string,
  clear: boolean,
  stream: OutputStream = process.stdout,
  signal?: AbortSignal,
): Promise<void> {
  if (process.stdin.isTTY !== true)
    throw fail({
      code: 'no-terminal',
      message: `${staticRoot} is not empty, and there is no terminal to ask whether to go on`,
      hint: 'Say --no-input to write without asking.',
    });
  stream.write(question(staticRoot, clear));
  const answer = await readLine(process, stream, signal);
  if (answer !== 'yes') throw fail({ code: 'cancelled', message: 'Collecting static files cancelled.' });
}

function question(staticRoot: string, clear: boolean): string {
  return [
    '',
    'You have requested to collect static files at the destination',
    'location as specified in your settings:',
    '',
    `    ${visible(staticRoot)}`,
    '',
    clear ? 'This will DELETE ALL FILES in this location!' : 'This will overwrite existing files!',
    'Are you sure you want to do this?',
    '',
    "Type 'yes' to continue, or 'no' to cancel: ",
  ].join('\n');
}

/** Reads a line, without its end; `undefined` if the input ends. Leaves the cursor at the start of a line. */
function readLine(
  process: ProcessLike,
  stream: OutputStream,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: process.stdin });
    let answer: string | undefined;
    const stop = (): void => {
      reject(signal?.reason);
      lines.close();
    };
    signal?.addEventListener('abort', stop, { once: true });
    lines.once('line', (line) => {
      answer = line;
      lines.close();
    });
    lines.once('close', () => {
      signal?.removeEventListener('abort', stop);
      // Enter was not pressed, so the cursor is still behind the question.
      if (answer === undefined) stream.write('\n');
      resolve(answer);
    });
  });
}
