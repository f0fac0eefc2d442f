import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bundleCli } from '../cli-bundle.ts';
import { put, temporaryFolder, treeOf } from '../storages/folder.ts';
import { LATER } from './later.ts';

// What a file system refuses that is not essential stops no run: times, modes, links. A library that is loaded before the
// system's own stands in for such file systems.

let script: string;
let library: string | undefined;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
  chmodSync(folder, 0o755);
  script = await bundleCli(folder);
  library = compileLibrary(join(folder, 'refuse.so'));
  return () => rmSync(folder, { recursive: true });
});

/** `undefined` where there is no compiler, or no such thing as a library that is loaded before. */
function compileLibrary(file: string): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const source = join(import.meta.dirname, '../storages/refuse.c');
  const { status } = spawnSync('cc', ['-shared', '-fPIC', '-o', file, source, '-ldl'], { stdio: 'ignore' });
  return status === 0 ? file : undefined;
}

function site(settings: Readonly<Record<string, unknown>> = {}): string {
  const folder = temporaryFolder();
  const config = { STATIC_URL: '/static/', STATIC_ROOT: 'static', STATICFILES_DIRS: ['assets'], ...settings };
  put(folder, 'collectstatic.config.json', JSON.stringify(config));
  put(folder, 'assets/site.css', 'a { background: url(img/b.svg) }', 1_600_000_000_000);
  put(folder, 'assets/img/b.svg', '<svg/>', 1_600_000_000_000);
  return folder;
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(cwd: string, flags: readonly string[] = [], refuse: string = ''): Ended {
  return spawnSync(process.execPath, [script, '--no-input', ...flags], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...(refuse !== '' && library && { LD_PRELOAD: library, REFUSE: refuse }) },
  });
}

test('a file system that clones no files is asked once by each thread, and all files are copied', (context) => {
  if (library === undefined) return context.skip('needs a C compiler');
  const folder = site();
  const names = Array.from({ length: 100 }, (_, index) => `many/${index}.css`);
  for (const name of names) put(folder, `assets/${name}`, name, 1_600_000_000_000);
  const clones = join(folder, 'clones');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', LATER, script, '--no-input', '--jobs', '1'],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, LD_PRELOAD: library, REFUSE: 'clones', CLONES: clones },
    },
  );
  expect(status, stderr).toBe(0);
  expect(statSync(clones).size).toBe(1);
  expect(treeOf(join(folder, 'static'))).toEqual(treeOf(join(folder, 'assets')));
  for (const name of names) expect(statSync(join(folder, 'static', name)).mtimeMs).toBe(1_600_000_000_000);
});

const MODES_TOLD = /lets nobody set modes/;

test.for([
  ['times', 'plain'],
  ['times', 'compressed-manifest'],
  ['modes', 'manifest'],
  ['hard', 'manifest'],
  ['times modes hard', 'manifest'],
])('a file system that refuses %s: %s', ([refuse = '', STORAGE], context) => {
  if (library === undefined) return context.skip('needs a C compiler');
  // With a umask or not, the mode has to be asked for.
  const folder = site({ STORAGE, FILE_UPLOAD_PERMISSIONS: 0o666 });
  const first = run(folder, [], refuse);
  expect(first.status, first.stderr).toBe(0);
  expect(first.stdout).toContain('2 static files copied');
  expect(MODES_TOLD.test(first.stderr)).toBe(refuse.includes('modes'));
  const tree = treeOf(join(folder, 'static'));
  const second = run(folder, [], refuse);
  expect(second.status, second.stderr).toBe(0);
  expect(second.stdout).toContain('0 static files copied');
  expect(second.stdout).toContain('2 unmodified');
  expect(run(folder, ['--static-root', 'elsewhere']).status).toBe(0);
  expect(treeOf(join(folder, 'elsewhere'))).toEqual(tree);
});

test.for(['--swap', '--link'])('a file system without symlinks refuses %s, and says so', (flag, context) => {
  if (library === undefined) return context.skip('needs a C compiler');
  const folder = site();
  const { status, stderr } = run(folder, [flag], 'symbolic');
  expect(status).toBe(1);
  expect(stderr).toContain('No symlink can be made');
  expect(stderr).toContain(`Collect without ${flag}`);
});

test('times before 1970 and in the future are kept, and the second run has nothing to do', () => {
  const folder = site();
  const times = { 'site.css': -1_000_000, 'img/b.svg': 4_000_000_000 };
  for (const [path, seconds] of Object.entries(times)) {
    const time = new Date(seconds * 1000);
    utimesSync(join(folder, 'assets', path), time, time);
  }
  expect(run(folder).stdout).toContain('2 static files copied');
  for (const [path, seconds] of Object.entries(times))
    expect(statSync(join(folder, 'static', path)).mtimeMs).toBeCloseTo(seconds * 1000, 3);
  expect(run(folder).stdout).toContain('0 static files copied');
});

test('a mode that lets nobody into the folders that are made is named, and nothing is left', (context) => {
  if (process.getuid?.() !== 0) return context.skip('needs leave to become another user');
  const folder = site({ FILE_UPLOAD_DIRECTORY_PERMISSIONS: 0o644 });
  chmodSync(join(folder, '..'), 0o777);
  execFileSync('chown', ['-R', '65534', folder]);
  const before = readdirSync(folder);
  const { status, stderr } = spawnSync(process.execPath, [script, '--no-input'], {
    cwd: folder,
    encoding: 'utf8',
    uid: 65534,
  });
  expect(stderr).toContain('FILE_UPLOAD_DIRECTORY_PERMISSIONS is 0o644');
  expect(status).toBe(1);
  expect(readdirSync(folder)).toEqual(before);
  // The administrator may enter whatever the mode.
  expect(run(folder).status).toBe(0);
});
