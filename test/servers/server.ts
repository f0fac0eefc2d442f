import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A server on the loopback, with a folder of its own for what it keeps. */
export interface Server {
  readonly url: string;
  /** Ends it, and removes its folder. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly program: string;
  readonly args: (folder: string) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly url: string;
  /** Whether it answers as it should; asked again until it does. */
  readonly isReady: () => Promise<boolean>;
}

const READY_WITHIN = 300_000;

/** Starts a server and waits until it answers. Throws with what it printed if it ends before, or never answers. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'collectstatic-server-'));
  const child = spawn(options.program, options.args(folder), {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      printed = (printed + chunk).slice(-4000);
    });
  const stop = async (): Promise<void> => {
    await end(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  // Whoever ends the tests ends the server.
  process.once('exit', () => child.kill('SIGKILL'));
  const until = Date.now() + READY_WITHIN;
  while (!(await options.isReady().catch(() => false))) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`${options.program} did not start:\n${printed}`);
    }
    await wait(100);
  }
  return { url: options.url, stop };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(forced);
}
