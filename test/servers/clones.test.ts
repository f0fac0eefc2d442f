import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { CopyJob } from '../../src/types.ts';
import { bundleCli } from '../cli-bundle.ts';
import { LATER } from '../runs/later.ts';
import { asset, open, put } from '../storages/folder.ts';
import { type Disk, makeDisk } from './disk.ts';

// On file systems that clone: copies share the blocks of their sources, and are in all else what they are elsewhere.

const MTIME = 1_600_000_000_123;
const NOBODY = 65_534;
/** Lists the blocks of a file. */
const FILEFRAG = '/usr/sbin/filefrag';

let script: string;
/** The project on a file system that is not asked: its folder. */
let copying: string;

beforeAll(async () => {
  const bundle = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
  chmodSync(bundle, 0o755);
  script = await bundleCli(bundle);
  copying = join(bundle, 'project');
  fillProject(copying, join(bundle, 'apart'));
  return () => rmSync(bundle, { recursive: true });
});

/** Files of all sizes, modes and kinds. */
function fillProject(folder: string, apart: string): void {
  const assets = join(folder, 'assets');
  const files: Readonly<Record<string, string | Buffer>> = {
    'site.css': `a { background: url(img/b.svg) }${' '.repeat(20_000)}`,
    'img/b.svg': `<svg/>${' '.repeat(9000)}`,
    'empty.txt': '',
    'read-only.bin': randomBytes(50_000),
    'program.bin': randomBytes(50_000),
    'private.bin': randomBytes(50_000),
    'large.bin': randomBytes(3_000_001),
    'holes.bin': 'x',
    'named.0123456789ab.bin': randomBytes(50_000),
    ...Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`many/${index}.bin`, randomBytes(9000 * (index + 1))]),
    ),
  };
  for (const [path, content] of Object.entries(files)) put(assets, path, content);
  truncateSync(join(assets, 'holes.bin'), 2_000_000);
  put(folder, 'elsewhere.bin', randomBytes(50_000), MTIME);
  symlinkSync('../elsewhere.bin', join(assets, 'link.bin'));
  symlinkSync(put(apart, 'apart.bin', randomBytes(50_000), MTIME), join(assets, 'link-apart.bin'));
  chmodSync(join(assets, 'read-only.bin'), 0o444);
  chmodSync(join(assets, 'program.bin'), 0o755);
  chmodSync(join(assets, 'private.bin'), 0o600);
  execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, folder]);
  for (const path of Object.keys(files)) utimesSync(join(assets, path), MTIME / 1000, MTIME / 1000);
}

interface Run {
  readonly flags?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly user?: number;
}

/** What a visitor, and the next run, sees of each file and link: bytes, mode, owner, time. */
type Look = Readonly<Record<string, string>>;

/** Collects the files of a project, and says how what came of it looks. Gone when the test is over. */
function collect(project: string, { flags = [], settings = {}, user = 0 }: Run): Look {
  const out = join(project, 'out');
  onTestFinished(() => rmSync(out, { recursive: true }));
  mkdirSync(out);
  chownSync(out, user, user);
  const config = { STATIC_URL: '/s/', STATIC_ROOT: 'out/static', STATICFILES_DIRS: ['assets'], ...settings };
  put(project, 'collectstatic.config.json', JSON.stringify(config));
  const command = 'umask 027; exec "$@"';
  const args = ['-c', command, 'sh', process.execPath, '--import', LATER, script, '--no-input', ...flags];
  const { status, stderr } = spawnSync('sh', args, { cwd: project, uid: user, gid: user, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    paths
      .filter((path) => !path.startsWith('.collectstatic'))
      .map((path) => [path, lookOf(join(out, path), project)]),
  );
}

function lookOf(file: string, project: string): string {
  const stats = lstatSync(file);
  if (stats.isSymbolicLink()) return readlinkSync(file).replace(project, '');
  const look = `${stats.mode.toString(8)} ${stats.uid}:${stats.gid}`;
  if (stats.isDirectory()) return look;
  const digest = createHash('md5').update(readFileSync(file)).digest('hex');
  // What a run makes itself has the time of the run.
  const time = file.endsWith('.json') ? 'now' : stats.mtimeMs;
  return `${look} ${stats.nlink} ${time} ${digest}`;
}

/** Where the bytes of a file lie on the disk. */
function blocksOf(file: string): readonly string[] {
  const listing = execFileSync(FILEFRAG, ['-sv', file], { encoding: 'utf8' });
  return [...listing.matchAll(/^ *\d+: +(\S+ +\S+: +\S+ +\S+):/gm)].map(([, extent]) => extent as string);
}

const CLONES = [
  'holes.bin',
  'large.bin',
  'link.bin',
  'many/0.bin',
  'many/8.bin',
  'private.bin',
  'read-only.bin',
];
/** Empty, on another file system, or named as another file's fingerprinted copy may be. */
const WRITTEN = ['empty.txt', 'link-apart.bin', 'named.0123456789ab.bin'];

const RUNS: readonly (readonly [string, Run])[] = [
  ['plain', {}],
  ['plain, modes by the umask', { settings: { FILE_UPLOAD_PERMISSIONS: null }, flags: ['--durable'] }],
  ['plain, by another user', { settings: { FILE_UPLOAD_PERMISSIONS: 0o640 }, user: NOBODY }],
  ['plain, read-only, by another user', { settings: { FILE_UPLOAD_PERMISSIONS: 0o444 }, user: NOBODY }],
  ['manifest', { settings: { STORAGE: 'manifest' } }],
  ['--dedupe', { settings: { STORAGE: 'manifest' }, flags: ['--dedupe'] }],
  ['--swap', { flags: ['--swap'] }],
  ['--link', { flags: ['--link'] }],
];

describe.for(['btrfs', 'xfs'] as const)('%s', (kind) => {
  let disk: Disk;
  let cloning: string;

  beforeAll(() => {
    disk = makeDisk(kind);
    cloning = join(disk.folder, 'project');
    if (disk.missing === undefined) execFileSync('cp', ['-a', '--reflink=never', copying, cloning]);
    return () => disk.end();
  });

  test.for(RUNS)('%s: as on a file system that does not clone', ([, run], context) => {
    if (disk.missing !== undefined) return context.skip(disk.missing);
    expect(collect(cloning, run)).toEqual(collect(copying, run));
  });

  test('plain copies share their blocks with their sources', (context) => {
    if (disk.missing !== undefined) return context.skip(disk.missing);
    if (!existsSync(FILEFRAG)) return context.skip(`${FILEFRAG} is not there`);
    // LATER is the clock of the first thread: to another one, which may take a file or not, these sources are new.
    collect(cloning, { flags: ['--jobs', '1'] });
    const share = (path: string): boolean => {
      const [source = [], copy] = ['assets', 'out/static'].map((folder) =>
        blocksOf(join(cloning, folder, path)),
      );
      return source.length > 0 && isDeepStrictEqual(copy, source);
    };
    const [clones, written] = [CLONES, WRITTEN].map((paths) => paths.map((path) => [path, share(path)]));
    expect(clones).toEqual(CLONES.map((path) => [path, true]));
    expect(written).toEqual(WRITTEN.map((path) => [path, false]));
  });

  test('sources that changed or went are told of, and nothing is left', async (context) => {
    if (disk.missing !== undefined) return context.skip(disk.missing);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const sources = join(cloning, 'assets');
    const size = statSync(join(sources, 'program.bin')).size;
    const job = (name: string, bytes: number): CopyJob => {
      return { file: join(sources, name), size: bytes, mtimeMs: MTIME, to: asset(name), hashed: null };
    };
    const storage = open(join(disk.folder, 'static'));
    const jobs = [
      job('program.bin', size),
      job('large.bin', 1),
      job('gone.bin', 1),
      job('private.bin', size),
    ];
    await expect(storage.copy(jobs)).rejects.toMatchObject({
      problems: [{ code: 'source-changed' }, { code: 'source-unreadable' }],
    });
    await storage.discard();
    expect(readdirSync(disk.folder).sort()).toEqual(['project']);
  });
});
