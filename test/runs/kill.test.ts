import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { errnoOf } from '../../src/errors.ts';
import { bundleCli } from '../cli-bundle.ts';
import { put, silenceLock, temporaryFolder, treeOf, workspaceOf } from '../storages/folder.ts';
import { IN_PID_NAMESPACE, NO_NAMESPACE } from './pid-namespace.ts';

// Runs that are killed at random moments while somebody reads what is served: nothing partial, nothing missing, and the
// next run finishes the job. `KILLS` says how often each kind of run is killed: 60 make 300 in all.
const KILLS = Number(process.env.KILLS ?? 12);
const FILES = 60;

let script: string;

beforeAll(async () => {
  const bundle = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
  script = await bundleCli(bundle);
  return () => rmSync(bundle, { recursive: true });
});

interface Project {
  readonly folder: string;
  readonly root: string;
  readonly flags: readonly string[];
}

function makeProject(storage: string, flags: readonly string[]): Project {
  const folder = temporaryFolder();
  const config = {
    STATIC_URL: '/static/',
    STATIC_ROOT: 'static',
    STATICFILES_DIRS: ['assets'],
    STORAGE: storage,
  };
  put(folder, 'collectstatic.config.json', JSON.stringify(config));
  return { folder, root: join(folder, 'static'), flags: ['--no-input', ...flags] };
}

/** A third of the files changes with each version, a third is there in every other one, a third stays. */
function writeVersion({ folder }: Project, version: number): void {
  for (let index = 0; index < FILES; index++) {
    const path = `assets/d${index % 7}/f${index}.svg`;
    if (index % 3 === 0) put(folder, path, whole(index, version));
    else if (index % 3 === 1 && version % 2 === 1) rmSync(join(folder, path), { force: true });
    else put(folder, path, whole(index, 0), 1_600_000_000_000 + index);
  }
  put(
    folder,
    'assets/site.css',
    `/* ${version} */ a { background: url(d0/f0.svg) } b { background: url(d2/f2.svg) }`,
  );
}

/** A content that tells when it is cut short. */
function whole(index: number, version: number): string {
  return `<${index}.${version} ${'.'.repeat((index * 977) % 30_000)}>`;
}

function start(
  { folder, flags }: Project,
  prefix: readonly string[] = [],
): {
  readonly kill: () => void;
  readonly ended: Promise<number | null>;
} {
  const [command = '', ...args] = [...prefix, process.execPath, script, ...flags];
  const child = spawn(command, args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  const ended = new Promise<number | null>((resolve) => {
    // Of one in a namespace of its own, `exit` tells that the way there has ended; its pipe ends with the process itself.
    child.once('close', (code) => {
      if (code !== null && code !== 0) console.error(told);
      resolve(code);
    });
  });
  return { kill: () => child.kill('SIGKILL'), ended };
}

/** A moment at which the run is writing. */
async function writing({ root }: Project, isOver: () => boolean): Promise<void> {
  const isStaging = (): boolean => ownNames(root).some((name) => /^(?:stage|next)-/.test(name));
  while (!isOver() && !isStaging()) await setImmediate();
  await setTimeout(Math.random() * 40);
}

/** What a run has of its own only while it is at work. */
function ownNames(root: string): readonly string[] {
  const folders = [workspaceOf(root), root, `${root}.releases`].filter((folder) => existsSync(folder));
  return folders
    .flatMap((folder) => readdirSync(folder))
    .filter((name) => /^(?:stage|next|old|share)-|^\.collectstatic|^(?:lock|link)$/.test(name));
}

/** Reads all that is served, until told to stop. Returns what was wrong. */
async function readServed({ root }: Project, until: () => boolean): Promise<readonly string[]> {
  const wrong = new Set<string>();
  while (!until()) {
    for (const problem of lookOnce(root)) wrong.add(problem);
    await setImmediate();
  }
  return [...wrong];
}

function lookOnce(root: string): readonly string[] {
  const wrong: string[] = [];
  for (let index = 2; index < FILES; index += 3) {
    // In every version, so always there.
    const path = `d${index % 7}/f${index}.svg`;
    if (read(join(root, path)) !== whole(index, 0)) wrong.push(`${path} is missing or partial`);
  }
  for (let index = 0; index < FILES; index += 3) {
    const content = read(join(root, `d${index % 7}/f${index}.svg`));
    if (!/^<\d+\.\d+ \.*>$/.test(content ?? '')) wrong.push(`f${index} is missing or partial`);
  }
  const manifest = read(join(root, 'staticfiles.json'));
  for (const name of manifest === undefined ? [] : Object.values(pathsOf(manifest))) {
    const content = read(join(root, name));
    if (content !== undefined) {
      if (!name.includes(createHash('md5').update(content).digest('hex').slice(0, 12)))
        wrong.push(`${name} is partial`);
    } else if (Object.values(pathsOf(read(join(root, 'staticfiles.json')) ?? '')).includes(name)) {
      wrong.push(`${name} is in the manifest, but missing`);
    }
  }
  return wrong;
}

function pathsOf(manifest: string): Readonly<Record<string, string>> {
  return (JSON.parse(manifest) as { paths: Record<string, string> }).paths;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** What a run into an empty folder gives. */
async function cleanTree(project: Project): Promise<Record<string, string>> {
  const root = join(project.folder, 'clean');
  rmSync(root, { recursive: true, force: true });
  expect(await start({ ...project, flags: [...project.flags, '--static-root', root] }).ended).toBe(0);
  return treeOf(root);
}

describe.each<readonly [string, readonly string[], readonly string[] | null]>([
  ['plain', [], []],
  ['manifest', [], []],
  ['plain', ['--clear'], []],
  ['manifest', ['--clear'], []],
  ['manifest', ['--swap'], []],
  ['manifest in another pid namespace', [], IN_PID_NAMESPACE],
])('%s %j', (name, flags, prefix) => {
  const [storage = ''] = name.split(' ');
  const count = prefix?.length ? Math.ceil(KILLS / 3) : KILLS;
  test(`killed ${count} times`, async (context) => {
    if (prefix === null) return context.skip(NO_NAMESPACE);
    const project = makeProject(storage, flags);
    writeVersion(project, 0);
    const begun = performance.now();
    expect(await start(project).ended).toBe(0);
    const duration = performance.now() - begun;
    for (let kills = 0; kills < count; kills++) {
      writeVersion(project, kills + 1);
      const run = start(project, prefix);
      let over = false;
      const seen = readServed(project, () => over);
      const ended = run.ended.then(() => {
        over = true;
      });
      await Promise.race([
        kills % 4 === 0 ? setTimeout(duration * Math.random()) : writing(project, () => over),
        ended,
      ]);
      run.kill();
      await ended;
      silenceLock(project.root);
      expect(await seen).toEqual([]);
      if (kills % 6 !== 5 && kills !== count - 1) continue;
      expect(await start(project).ended).toBe(0);
      const clean = await cleanTree(project);
      if (flags.includes('--clear')) expect(treeOf(project.root)).toEqual(clean);
      else expect(treeOf(project.root)).toMatchObject(clean);
      expect(ownNames(project.root)).toEqual([]);
    }
  });
});
