import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Makes a virtual environment with packages in it, and returns its folder. `pip`: a Python that has pip, which saves each
 * environment one of its own.
 */
export function makeEnvironment(
  folder: string,
  packages: readonly string[],
  pip: string,
  python: string = 'python3',
): string {
  execFileSync(python, ['-m', 'venv', '--without-pip', folder]);
  if (packages.length === 0) return folder;
  const own = join(folder, 'bin/python');
  const install = ['-m', 'pip', '--python', own, 'install', '--quiet', '--disable-pip-version-check'];
  execFileSync(pip, [...install, ...packages], { stdio: ['ignore', 'inherit', 'inherit'] });
  return folder;
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

/** Runs a program of an environment, without the variables that would lead it elsewhere. */
export function run(program: string, args: readonly string[], { cwd, env, input = '' }: RunOptions): Ended {
  const { PATH = '', HOME = '' } = process.env;
  const ended = spawnSync(program, args, { cwd, env: { PATH, HOME, ...env }, input, encoding: 'utf8' });
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}

/** Returns the interpreters of these versions (`3.9`) that are at hand. */
export function pythons(versions: readonly string[]): readonly string[] {
  const found = versions.flatMap((version) => {
    const names = [`python${version}`, ...pyenvs().filter((path) => path.includes(`/${version}.`))];
    return names.filter((name) => spawnSync(name, ['-c', 'import venv']).status === 0).slice(0, 1);
  });
  return found;
}

function pyenvs(): readonly string[] {
  const { status, stdout } = spawnSync('sh', ['-c', 'ls -d ~/.pyenv/versions/*/bin/python3'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim().split('\n') : [];
}
