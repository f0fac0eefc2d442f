import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import type { LoadProgram } from '../../../src/cli/main.ts';
import type { Binary } from '../../../src/cli/process.ts';
import type * as start from '../../../src/cli/start.ts';
import { runCli } from '../../fake-process.ts';
import type { Oracle } from './oracle.ts';

/** One management command in a project. */
export interface Command {
  /** The project's folder, absolute: the working directory. */
  readonly folder: string;
  /** The settings module, dotted. */
  readonly settings: string;
  /** The command's name and its arguments: `['collectstatic', '--no-input']`. */
  readonly argv: readonly string[];
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a command printed and how it ended. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Somebody who can collect static files: Django, or we. */
export interface Contender {
  readonly name: string;
  /** Takes "unmodified" from the time of the copy, as Django does: the harness then turns the clock of its copies. */
  readonly comparesCopyTime: boolean;
  run(command: Command): Promise<Run>;
}

/** The real Django. */
export function django(oracle: Oracle): Contender {
  return { name: 'Django', comparesCopyTime: true, run: (command) => oracle.ask(command) };
}

const BUILT = new URL('../../../', import.meta.url).pathname;

/** The built `bin/collectstatic.js` and `bin/findstatic.js`, as a user starts them. `venv` is where apps are looked for. */
export function ours(venv: string): Contender {
  const inherited = inheritedEnv();
  return {
    name: 'collectstatic',
    comparesCopyTime: false,
    run({ folder, settings, argv, env }) {
      const [name, ...args] = argv;
      const line = [`${BUILT}bin/${name}.js`, '--settings', settings, '--venv', venv, ...args];
      return new Promise((resolve) => {
        execFile(
          process.execPath,
          line,
          { cwd: folder, env: { ...inherited, ...env }, maxBuffer: 1 << 28, timeout: 500_000 },
          (error, stdout, stderr) => {
            const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
            resolve({ code, stdout, stderr });
          },
        );
      });
    },
  };
}

/**
 * What was built, loaded into this process: a tenth of what a process costs. Each contender loads all of it anew, and so meets
 * its first command as a process would.
 */
export function oursHere(venv: string): Contender {
  const inherited = inheritedEnv();
  const cli = `${BUILT}dist/cli.cjs`;
  const { cachedBundles } = createRequire(cli)(cli) as typeof start;
  const bundles = cachedBundles(cli);
  const load = async (): ReturnType<LoadProgram> =>
    bundles.require('./program.cjs') as Awaited<ReturnType<LoadProgram>>;
  return {
    name: 'collectstatic',
    comparesCopyTime: false,
    run({ folder, settings, argv, env }) {
      const [name, ...args] = argv;
      const line = ['--settings', settings, '--venv', venv, ...args];
      return runCli(line, { cwd: folder, env: { ...inherited, ...env }, binary: name as Binary, load });
    },
  };
}

/** Either of us, by the seed of what is collected: every eighth time as a process. */
export function oursFor(seed: number, venv: string): Contender {
  return seed % 8 === 0 ? ours(venv) : oursHere(venv);
}

/** The environment of this process, without what would lead a run elsewhere. */
function inheritedEnv(): Record<string, string> {
  const {
    NODE_EXTRA_CA_CERTS: _slow,
    DJANGO_SETTINGS_MODULE: _other,
    VIRTUAL_ENV: _venv,
    ...inherited
  } = process.env;
  return inherited as Record<string, string>;
}
