import { execFileSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { type Environment, findPython, makeEnvironment } from './environment.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** The environments tests may use. */
export interface Environments {
  /** The oldest supported Django, with WhiteNoise, Brotli and Gunicorn. */
  readonly lts: Environment;
  /** The newest Django; `null` where no Python here is new enough for it. */
  readonly newest: Environment | null;
  /** The Python that `lts` was made with, for further environments. */
  readonly interpreter: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    environments: Environments;
  }
}

/** Builds what will be tested from the sources as they are, and the Pythons to test it against. */
export default function setup(project: TestProject): void {
  // COLLECTSTATIC_BUILT: the caller has just built, as `npm ci` does.
  if (process.env.COLLECTSTATIC_BUILT === undefined)
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
  const python = findPython(10);
  if (python === undefined) {
    throw new Error(
      'these tests need python3 (3.10 or newer) with its venv module (Debian: apt install python3-venv)',
    );
  }
  const lts = makeEnvironment('django-5.2', python, [
    'django==5.2.*',
    'whitenoise==6.*',
    'brotli==1.*',
    'gunicorn',
    'jinja2==3.*',
  ]);
  const newer = findPython(12);
  const newest =
    newer === undefined
      ? null
      : makeEnvironment('django-6', newer, ['django==6.*', 'whitenoise==6.*', 'brotli==1.*', 'jinja2==3.*']);
  project.provide('environments', { lts, newest, interpreter: python });
}
