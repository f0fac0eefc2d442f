import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { installed } from './installed.ts';

// Environments are made by uv: that of one with Django takes a fifth of what venv and pip take.

const STDIO: ['ignore', 'inherit', 'pipe'] = ['ignore', 'inherit', 'pipe'];

/** Returns a Python that has pip and uv; Debian's comes without. Made once on a machine. Needs python3 with venv. */
export function pipAndUv(): string {
  const folder = installed('pip-uv-0.13', (draft) => {
    execFileSync('python3', ['-m', 'venv', draft], { stdio: STDIO });
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'uv==0.13.*'];
    execFileSync(join(draft, 'bin/python'), install, { stdio: STDIO });
  });
  return join(folder, 'bin/python');
}

/** The program uv. */
export function uvProgram(): string {
  return join(dirname(pipAndUv()), 'uv');
}

/** Runs uv. Throws what it says if it fails. */
export function uv(...args: readonly string[]): void {
  try {
    execFileSync(uvProgram(), ['--quiet', ...args], { stdio: STDIO, encoding: 'utf8' });
  } catch (error) {
    const words = (error as { readonly stderr?: string }).stderr?.trim() ?? String(error);
    throw new Error(`uv ${args.slice(0, 2).join(' ')}: ${words}`, { cause: error });
  }
}

/** Makes an empty virtual environment. */
export function makeVenv(folder: string, python: string = 'python3'): void {
  uv('venv', '--no-project', '--python', python, folder);
}

/** Installs packages, compiled: many processes that may not write there will load them. */
export function installPackages(venv: string, ...packages: readonly string[]): void {
  uv('pip', 'install', '--compile-bytecode', '--python', join(venv, 'bin/python'), ...packages);
}

/** Puts packages into a folder that is no environment. `more`: further options, or packages. */
export function installInto(folder: string, ...more: readonly string[]): void {
  uv('pip', 'install', '--compile-bytecode', '--target', folder, ...more);
}
