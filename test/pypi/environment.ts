import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { makeVenv, pipAndUv, uv, uvProgram } from '../installs/pip.ts';

/** Makes a virtual environment with packages in it, and returns its folder. */
export function makeEnvironment(folder: string, packages: readonly string[], python?: string): string {
  makeVenv(folder, python);
  if (packages.length > 0) uv('pip', 'install', '--python', join(folder, 'bin/python'), ...packages);
  return folder;
}

/** Installs packages into an environment as `pip install` there does. */
export function pipInstall(environment: string, packages: readonly string[]): void {
  const install = ['-m', 'pip', '--python', join(environment, 'bin/python'), 'install', '--quiet'];
  execFileSync(pipAndUv(), [...install, '--disable-pip-version-check', ...packages], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** What this machine needs to reach the registries: certificates, a proxy, how long to wait. */
export const REGISTRIES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined &&
    /^(UV|PIP|SSL|NODE_EXTRA)_|^npm_config_(registry|cafile)$|_CA_BUNDLE$|_PROXY$/i.test(name)
      ? [[name, value]]
      : [],
  ),
);

/** Runs a program of an environment, without the variables that would lead it elsewhere. */
export function run(program: string, args: readonly string[], { cwd, env, input = '' }: RunOptions): Ended {
  const { PATH = '', HOME = '' } = process.env;
  const ended = spawnSync(program, args, { cwd, env: { PATH, HOME, ...env }, input, encoding: 'utf8' });
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}

/** Returns the interpreter of a version (`3.9`) that is at hand: on PATH, of pyenv, or of `uv python install`. */
export function pythonOf(version: string): string | undefined {
  const names = [
    `python${version}`,
    ...listed('sh', ['-c', `ls -d ~/.pyenv/versions/${version}.*/bin/python3`]),
  ];
  const own = names.find((name) => spawnSync(name, ['-c', 'import venv']).status === 0);
  return own ?? listed(uvProgram(), ['python', 'find', '--managed-python', version])[0];
}

/** Returns the lines that a command prints, or none if it fails. */
function listed(program: string, args: readonly string[]): readonly string[] {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim().split('\n') : [];
}
