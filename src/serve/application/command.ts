import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { constants, platform } from 'node:os';
import { kill } from 'node:process';
import { errnoOf, errnoWords, fail } from '../../errors.ts';

/** The application as a process that was started here. */
export interface StartedCommand {
  /** Resolves with its exit code when it ends by itself: 128 and more for a signal, as a shell has it. */
  readonly ended: Promise<number>;
  /** Ends it and all that it has started. */
  stop(): Promise<void>;
}

const IS_WINDOWS = platform() === 'win32';

/** Milliseconds between asking a process to end and ending it. */
const GRACE = 3_000;

/**
 * Starts the command of the application in a group of processes of its own, on the same terminal. Throws CollectstaticError
 * `command-failed` if it can't be started.
 */
export async function startCommand(
  [file = '', ...args]: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<StartedCommand> {
  // On Windows a group of its own would be a window of its own.
  const child = spawn(file, args, { cwd, env, stdio: 'inherit', detached: !IS_WINDOWS });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(notStarted(file, error)));
  });
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
  return { ended, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<number>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GRACE);
  });
  await Promise.race([ended, late]);
  clearTimeout(timer);
  // What it started may outlive it.
  signalGroup(child, 'SIGKILL');
  await ended;
}

function signalGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  if (IS_WINDOWS) {
    spawn('taskkill', ['/pid', String(pid), '/t', ...(signal === 'SIGKILL' ? ['/f'] : [])], {
      stdio: 'ignore',
    }).on('error', () => undefined);
    return;
  }
  try {
    kill(-pid, signal);
  } catch (error) {
    // None of the group is left.
    if (errnoOf(error) !== 'ESRCH') throw error;
  }
}

function notStarted(file: string, error: Error): Error {
  return fail(
    {
      code: 'command-failed',
      message: `The command ${file} can't be started`,
      cause: errnoWords(error),
      hint: 'Say after -- what starts the application, as in: -- uvicorn shop.asgi:application --port {port}.',
    },
    { cause: error },
  );
}

/** Finds a port of this machine on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
