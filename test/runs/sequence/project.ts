import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CollectOptions, collect, loadSettings, pruneStatic, rollback } from '../../../src/index.ts';
import { type Ledger, readLedger } from '../../../src/ledger/index.ts';
import { openFilesystem } from '../../../src/storages/index.ts';
import type { Report } from '../../../src/types.ts';
import { silenceLock } from '../../storages/folder.ts';
import { readTree, type Tree } from '../../tree.ts';
import { IN_PID_NAMESPACE } from '../pid-namespace.ts';
import { isStopped } from '../stopped.ts';
import type { Flags, Limits, Variation } from './events.ts';

/** A project and the STATIC_ROOT it is collected into, in a folder of their own. */
export interface Project {
  readonly folder: string;
  readonly root: string;
  /** Writes a source; what stands in its way goes. No two sources get the same time, but for `timeless` ones. */
  write(path: string, content: string, timeless: boolean): void;
  remove(path: string): void;
  rename(path: string, to: string): void;
  set(variation: Variation): void;
  /** Puts a file into STATIC_ROOT by hand, as a new file. */
  upload(path: string, content: string): void;
  loseLedger(): void;
  collect(options: CollectOptions): Promise<Report>;
  /** Runs the program and kills it before its `at`-th change of the file system. Whether it was. */
  kill(flags: Flags, at: number, isApart?: boolean): Promise<boolean>;
  /** Runs the program, which stands still before its `at`-th change; `null` if it ended before that. */
  suspend(flags: Flags, at: number): Promise<Suspended | null>;
  prune(limits: Limits, dryRun: boolean): Promise<readonly string[]>;
  rollBack(): Promise<{ readonly from: string; readonly to: string }>;
  /** What is served: neither the ledger nor what a run has of its own. */
  served(): Tree;
  /** What one run into an empty folder gives. */
  clean(link: boolean): Promise<Tree>;
  ledger(): Ledger;
  /** All there is but the sources, with times and kinds. */
  snapshot(): string;
  /** Things of a run that no run should leave. */
  leftovers(): readonly string[];
  /** The releases that are kept. */
  releases(): readonly string[];
  /** The paths of all of them. */
  releasedPaths(): readonly string[];
  /** The release STATIC_ROOT leads to. */
  release(): string | undefined;
  dispose(): void;
}

export interface Suspended {
  /** Lets it go on to its end, and resolves with its exit code. */
  resume(): Promise<number | null>;
}

const START = Date.UTC(2024, 4, 17, 12);

export function createProject(script: string): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-sequence-')));
  const root = join(folder, 'static');
  let clock = START;

  function write(file: string, content: string): void {
    makeWay(folder, file);
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }

  async function settings(staticRoot: string): ReturnType<typeof loadSettings> {
    return loadSettings({ cwd: folder, env: {}, requireStaticRoot: true, staticRoot });
  }

  return {
    folder,
    root,
    write(path, content, timeless) {
      write(path, content);
      clock += 10;
      const seconds = timeless ? 1 : clock / 1000;
      utimesSync(join(folder, path), seconds, seconds);
    },
    remove(path) {
      if (existsSync(join(folder, path))) rmSync(join(folder, path), { recursive: true });
    },
    rename(path, to) {
      if (!existsSync(join(folder, path)) || to.startsWith(path) || path.startsWith(to)) return;
      makeWay(folder, to);
      mkdirSync(dirname(join(folder, to)), { recursive: true });
      renameSync(join(folder, path), join(folder, to));
    },
    set: (variation) => write('collectstatic.config.json', JSON.stringify({ ...SETTINGS, ...variation })),
    upload(path, content) {
      if (!hasFileAbove(root, path)) write(`static/${path}`, content);
    },
    loseLedger() {
      for (const file of ledgersOf(root)) rmSync(file);
    },
    collect: async (options) => collect(await settings(root), options),
    async kill(flags, at, isApart = false) {
      const wasKilled = await killed(script, folder, flags, at, isApart);
      if (wasKilled) silenceLock(root);
      return wasKilled;
    },
    suspend: (flags, at) => suspended(script, folder, flags, at),
    prune: async (limits, dryRun) => pruneStatic(await settings(root), { ...limits, dryRun }),
    rollBack: async () => rollback(await settings(root)),
    served: () => readTree(`${root}/`, folder),
    async clean(link) {
      const clean = join(folder, 'clean');
      rmSync(clean, { recursive: true, force: true });
      await collect(await settings(clean), { link });
      return readTree(clean, folder);
    },
    ledger: () =>
      readLedger(
        openFilesystem(root, { fileMode: null, directoryMode: null, durable: false, dedupe: false }),
      ),
    snapshot: () =>
      [root, `${root}.releases`, join(folder, '.collectstatic')]
        .flatMap((path) => snapshotOf(path))
        .join('\n'),
    leftovers: () =>
      [folder, root, `${root}.releases`]
        .filter((path) => existsSync(path))
        .flatMap((path) => readdirSync(path).map((name) => `${path}/${name}`))
        .concat(existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }) : [])
        .filter((path) => /\/\.collectstatic-|(?:\.part|-part)$|\/(?:next|old)-/.test(path))
        .concat(strangeIn(join(folder, '.collectstatic/static'))),
    releases: () => (existsSync(`${root}.releases`) ? readdirSync(`${root}.releases`) : []),
    releasedPaths: () =>
      existsSync(`${root}.releases`)
        ? readdirSync(`${root}.releases`).flatMap((name) =>
            Object.keys(readTree(`${root}.releases/${name}`, folder)),
          )
        : [],
    release: () =>
      lstatSync(root, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(root) : undefined,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What a workspace holds besides ledgers. */
function strangeIn(workspace: string): readonly string[] {
  return existsSync(workspace)
    ? readdirSync(workspace).filter((name) => !/^(?:ledger(?:-\d+)?|served)\.json$/.test(name))
    : [];
}

function ledgersOf(root: string): readonly string[] {
  const workspace = join(dirname(root), '.collectstatic/static');
  const names = existsSync(workspace) ? readdirSync(workspace) : [];
  return names.filter((name) => name.startsWith('ledger')).map((name) => join(workspace, name));
}

const SETTINGS = {
  STATIC_URL: '/static/',
  STATIC_ROOT: 'static',
  STATICFILES_DIRS: ['assets', ['vendor', 'node']],
  APP_DIRS: ['apps/*'],
  MISSING_REFERENCES: 'ignore',
};

/** Removes a file that stands where `file` needs a folder, or the folder that stands in its place. */
function makeWay(folder: string, file: string): void {
  const parts = file.split('/');
  for (let count = 1; count < parts.length; count++) {
    const above = join(folder, ...parts.slice(0, count));
    if (existsSync(above) && !statSync(above).isDirectory()) rmSync(above);
  }
  if (existsSync(join(folder, file))) rmSync(join(folder, file), { recursive: true });
}

function hasFileAbove(root: string, path: string): boolean {
  const above = join(root, dirname(path));
  const stats = lstatSync(above, { throwIfNoEntry: false });
  return above !== root && stats !== undefined && !stats.isDirectory();
}

function snapshotOf(path: string): readonly string[] {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isSymbolicLink()) return [`${path} -> ${readlinkSync(path)}`];
  if (!stats.isDirectory()) return [`${path} ${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.mode}`];
  const names = readdirSync(path).sort();
  return [`${path}/ ${stats.mode}`, ...names.flatMap((name) => snapshotOf(join(path, name)))];
}

const HOOK = new URL('kill-at.mjs', import.meta.url).href;

function killed(script: string, cwd: string, flags: Flags, at: number, isApart: boolean): Promise<boolean> {
  const prefix = isApart ? (IN_PID_NAMESPACE ?? []) : [];
  const child = startHooked(script, cwd, flags, { KILL_AT: String(at) }, prefix);
  return new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve(signal === 'SIGKILL' || code === KILLED)),
  );
}

/** How a shell tells that a command got SIGKILL. */
const KILLED = 128 + 9;

async function suspended(script: string, cwd: string, flags: Flags, at: number): Promise<Suspended | null> {
  const child = startHooked(script, cwd, flags, { KILL_AT: String(at), KILL_SIGNAL: 'SIGSTOP' });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  while (child.exitCode === null && !isStopped(child.pid)) await sleep(5);
  if (child.exitCode !== null) return null;
  return {
    resume() {
      child.kill('SIGCONT');
      return ended;
    },
  };
}

function startHooked(
  script: string,
  cwd: string,
  flags: Flags,
  hook: Readonly<Record<string, string>>,
  prefix: readonly string[] = [],
): ChildProcess {
  const { keep, ...switches } = flags;
  const given = Object.entries(switches).filter(([, on]) => on);
  const names = given.map(([name]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  const program = [
    process.execPath,
    '--import',
    HOOK,
    script,
    '--no-input',
    ...names,
    '--keep',
    String(keep),
  ];
  const [command = '', ...args] = [...prefix, ...program];
  return spawn(command, args, { cwd, env: { ...process.env, ...hook }, stdio: 'ignore' });
}
