import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { installPackages, makeVenv } from '../installs/pip.ts';

const CACHE = new URL('../../node_modules/.cache/collectstatic-django', import.meta.url).pathname;

/** A virtual environment and its interpreter, both absolute. */
export interface Environment {
  readonly folder: string;
  readonly python: string;
}

/**
 * Makes the virtual environment `name` with these pip requirements, or takes it from the cache when it was made with
 * the same ones. Throws an error a person can act on when python3, venv or the packages can't be had.
 */
export function makeEnvironment(
  name: string,
  interpreter: string,
  requirements: readonly string[],
): Environment {
  const folder = join(CACHE, name);
  const environment = { folder, python: join(folder, 'bin/python') };
  const stamp = join(folder, 'requirements.txt');
  const wanted = `${[interpreter, ...requirements].join('\n')}\n`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return environment;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  makeVenv(folder, interpreter);
  installPackages(folder, ...requirements);
  // Last: an installation that was broken off is made again.
  writeFileSync(stamp, wanted);
  return environment;
}

/** `[major, minor]` of a Python interpreter, or `undefined` when it does not start. */
function versionOf(interpreter: string): readonly [number, number] | undefined {
  try {
    const script = 'import sys, venv, ensurepip; print(*sys.version_info[:2])';
    const answer = execFileSync(interpreter, ['-c', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [major, minor] = answer.split(' ').map(Number);
    return major === undefined || minor === undefined ? undefined : [major, minor];
  } catch {
    return undefined;
  }
}

/** The first interpreter of at least `3.minor`: python3, a versioned one on PATH, or one that pyenv keeps. */
export function findPython(minor: number): string | undefined {
  const versioned = [14, 13, 12, 11, 10].map((each) => `python3.${each}`);
  const pyenv = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  const kept = existsSync(pyenv) ? readdirSync(pyenv).sort().reverse() : [];
  const candidates = ['python3', ...versioned, ...kept.map((version) => join(pyenv, version, 'bin/python3'))];
  return candidates.find((candidate) => {
    const version = versionOf(candidate);
    return version !== undefined && version[0] === 3 && version[1] >= minor;
  });
}
