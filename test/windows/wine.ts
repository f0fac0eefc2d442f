import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunResult } from '../fake-process.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** What a Windows program is started with: a prefix of its own, no debug output, any Windows version. */
export interface Wine {
  readonly program: string;
  readonly prefix: string;
}

/** A path of this machine as a Windows program sees it. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`;
}

/** Starts a Windows program; what it prints goes to files, for a pipe ends in EBADF there. */
export function startWindows(
  wine: Wine,
  program: string,
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly output: string;
  },
): ChildProcess {
  const descriptors = ['out', 'err'].map((name) => openSync(`${options.output}.${name}`, 'w'));
  const child = spawn(wine.program, [program, ...args], {
    cwd: options.cwd,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      LC_ALL: 'C.UTF-8',
      ...options.env,
      WINEPREFIX: wine.prefix,
      WINEARCH: 'win64',
      WINEDEBUG: '-all',
      NODE_SKIP_PLATFORM_CHECK: '1',
    },
    stdio: ['ignore', ...descriptors],
  });
  for (const descriptor of descriptors) closeSync(descriptor);
  return child;
}

export interface WindowsNode {
  readonly version: string;
  /** Runs the built command line in a Windows Node that stays up. `cwd`: a path of this machine. */
  run(
    args: readonly string[],
    options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
  ): Promise<RunResult>;
  stop(): Promise<void>;
}

/** Starts a Windows Node that answers one run after another. Throws if it does not come up. */
export async function startNode(wine: Wine, program: string): Promise<WindowsNode> {
  const folder = mkdtempSync(join(tmpdir(), 'collectstatic-windows-'));
  const driver = windowsPath(join(ROOT, 'test/windows/driver.cjs'));
  const cli = windowsPath(join(ROOT, 'dist/cli.cjs'));
  const child = startWindows(wine, program, [driver, cli, windowsPath(folder)], {
    output: join(folder, 'driver'),
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const isUp = (): boolean => child.exitCode === null && child.signalCode === null;

  async function appears(file: string): Promise<string> {
    while (!existsSync(file)) {
      if (!isUp()) throw new Error(`node.exe ended: ${readFileSync(join(folder, 'driver.err'), 'utf8')}`);
      await pause(5);
    }
    return readFileSync(file, 'utf8');
  }

  const version = await appears(join(folder, 'ready'));
  let asked = 0;
  return {
    version,
    async run(args, { cwd, env = {} }) {
      const file = join(folder, `${++asked}`);
      writeFileSync(`${file}.part`, JSON.stringify({ args, cwd: windowsPath(cwd), env }));
      renameSync(`${file}.part`, `${file}.ask`);
      return JSON.parse(await appears(`${file}.told`)) as RunResult;
    },
    async stop() {
      writeFileSync(join(folder, 'stop'), '');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
