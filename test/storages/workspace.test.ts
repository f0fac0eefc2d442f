import { spawnSync } from 'node:child_process';
import fs, {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type CollectOptions, collect, pruneStatic, type Report } from '../../src/index.ts';
import { loadSettings } from '../../src/settings/index.ts';
import { locateWorkspace } from '../../src/storages/workspace/locate.ts';
import { bundleCli } from '../cli-bundle.ts';
import { changes, makeSite, type Site } from '../fingerprinting/site.ts';
import { put, temporaryFolder, treeOf, workspaceOf } from './folder.ts';

const MANIFEST = { STORAGE: 'manifest' };
const FILES = { 'a.css': 'a { background: url(b.svg) }', 'b.svg': '<svg/>' };
const LEDGER = '.collectstatic/out/ledger.json';
/** Of an hour ahead: however long a busy machine takes to look, that beat of another run is not old. */
const JUST_NOW = Date.now() + 3_600_000;

function namesIn(site: Site, folder: string): readonly string[] {
  return readdirSync(join(site.folder, folder)).sort();
}

test('STATIC_ROOT holds what is collected and nothing else; what is ours lies beside it, and git leaves it alone', async () => {
  const site = makeSite(MANIFEST, FILES);
  await site.collect();
  expect(namesIn(site, 'out')).toEqual([
    expect.stringMatching(/^a\.\w{12}\.css$/),
    'a.css',
    expect.stringMatching(/^b\.\w{12}\.svg$/),
    'b.svg',
    'staticfiles.json',
  ]);
  expect(namesIn(site, '.collectstatic')).toEqual(['.gitignore', 'out']);
  expect(namesIn(site, '.collectstatic/out')).toEqual(['ledger.json']);
  expect(site.read('.collectstatic/.gitignore').toString()).toBe('*\n');
});

test('a rehearsal and a run that finds nothing leave no trace', async () => {
  const site = makeSite(MANIFEST, FILES);
  const before = treeOf(site.folder);
  await site.collect({ dryRun: true });
  expect(treeOf(site.folder)).toEqual(before);
  for (const name of Object.keys(FILES)) site.remove(`assets/${name}`);
  site.set({ STORAGE: 'plain' });
  await site.collect();
  expect(namesIn(site, '.')).toEqual(['assets', 'collectstatic.config.json']);
});

test('whatever the umask, everybody may read the ledger', async () => {
  const site = makeSite(MANIFEST, FILES);
  const before = process.umask(0o077);
  try {
    await site.collect();
  } finally {
    process.umask(before);
  }
  const modeOf = (path: string): number => statSync(join(site.folder, path)).mode & 0o777;
  expect([modeOf('.collectstatic'), modeOf('.collectstatic/out'), modeOf(LEDGER)]).toEqual([
    0o755, 0o755, 0o644,
  ]);
});

/** A run that leaves out no name that starts with a dot. */
async function collectHidden(site: Site, options: CollectOptions = {}): Promise<Report> {
  const request = { cwd: site.folder, env: {}, requireStaticRoot: true, defaultIgnore: false };
  return collect(await loadSettings({ ...request }), { lockTimeout: 0, ...options });
}

test.each([
  {
    '.collectstatic-stage-0123456789ab/tree/a.css': 'a',
    '.collectstatic-lock': 'b',
    '.collectstatic.json': '{"mine": 1}',
    '.collectstatic/c.css': 'c',
    '.collectstatic/ledger.json': '{"mine": 1}',
    '.collectstatic/lock': 'mine',
  },
  {
    '.collectstatic-lock/a.css': 'a',
    '.collectstatic.json/b.css': 'b',
    '.collectstatic/ledger.json/c.css': 'c',
    '.collectstatic/lock/d.css': 'd',
    '.collectstatic/stage/e.css': 'e',
  },
])('names that begin like ours are names like any other (%#)', async (files: Record<string, string>) => {
  const site = makeSite({ STORAGE: 'plain', IGNORE: [] }, files);
  for (const [index, options] of [{}, {}, { clear: true }, { swap: true }, {}].entries()) {
    const report = await collectHidden(site, options);
    if (index > 0) expect(changes(report)).toEqual({});
    expect(site.served()).toEqual(files);
  }
  site.write('out/.collectstatic-mine', 'upload');
  await collectHidden(site);
  expect(site.read('out/.collectstatic-mine').toString()).toBe('upload');
});

test('what runs keep beside a STATIC_ROOT that lies in a source is no source', async () => {
  const site = makeSite({ STATIC_ROOT: 'assets/out', IGNORE: ['out'] }, { 'a.css': 'a', '.b/b.css': 'b' });
  symlinkSync('assets', join(site.folder, 'link'));
  await collectHidden(site);
  for (const root of ['assets/out', 'link/out']) {
    site.set({ STATIC_ROOT: root, IGNORE: ['out'] });
    expect(changes(await collectHidden(site))).toEqual({});
    expect(site.served('assets/out')).toEqual({ 'a.css': 'a', '.b/b.css': 'b' });
  }
});

test('where the lock and the ledger have to lie in STATIC_ROOT, no file can be collected into their folder', async () => {
  const site = makeSite(
    { STORAGE: 'plain' },
    { 'a.css': 'a', '.Collectstatic/lock': 'b', '.collectstatic/c': '' },
  );
  // No folder can be made beside it.
  site.write('.collectstatic', 'in the way');
  mkdirSync(join(site.folder, 'out'));
  await expect(collectHidden(site)).rejects.toMatchObject({
    problems: [
      { code: 'path-reserved', message: expect.stringMatching(/^\.Collectstatic\/lock, and 1 more below/) },
    ],
  });
  expect(treeOf(join(site.folder, 'out'))).toEqual({});
});

test("a user's own files of such names in STATIC_ROOT stay", async () => {
  const site = makeSite(MANIFEST, FILES);
  const own = {
    '.collectstatic-lock': 'mine',
    '.collectstatic.json': 'mine',
    '.collectstatic-stage-0123456789ab/mine.txt': 'mine',
    '.collectstatic/mine.txt': 'mine',
  };
  for (const [path, content] of Object.entries(own)) site.write(`out/${path}`, content);
  await site.collect();
  await site.collect({ clearOwned: true });
  expect(site.served()).toMatchObject(own);
});

describe('a STATIC_ROOT of the earlier layout', () => {
  function backdate(site: Site, ledger: string, root: string): void {
    renameSync(join(site.folder, ledger), join(site.folder, root, '.collectstatic.json'));
    put(join(site.folder, root), '.collectstatic-stage-0123456789ab/tree/half.css', 'half');
    if (ledger === LEDGER) rmSync(join(site.folder, '.collectstatic'), { recursive: true });
  }

  test('is taken over once, silently', async () => {
    const site = makeSite(MANIFEST, { ...FILES, 'old.css': 'old' });
    await site.collect();
    site.remove('assets/old.css');
    const before = site.served();
    const ledger = site.read(LEDGER);
    backdate(site, LEDGER, 'out');
    const rehearsed = await site.collect({ dryRun: true, clear: true });
    expect(rehearsed.outcomes.filter(({ action }) => action === 'deleted')).toHaveLength(2);
    const report = await site.collect();
    expect(report.problems).toEqual([]);
    expect(Object.keys(site.served())).toEqual(Object.keys(before));
    expect(site.read(LEDGER).length).toBeGreaterThan(ledger.length);
    expect(changes(await site.collect({ clearOwned: true }))).toMatchObject({ 'old.css': 'deleted' });
  });

  test('is waited for as long as a run of that version is at work', async () => {
    const site = makeSite(MANIFEST, FILES);
    site.write('out/.collectstatic-lock', JSON.stringify({ run: 'a', pid: 1, host: 'other', since: 'x' }));
    utimesSync(join(site.folder, 'out/.collectstatic-lock'), JUST_NOW / 1000, JUST_NOW / 1000);
    await expect(site.collect({ lockTimeout: 0 })).rejects.toMatchObject({
      problems: [{ code: 'destination-locked' }],
    });
    expect(namesIn(site, '.')).not.toContain('.collectstatic');
  });

  test('may be a link to a release, as past releases may', async () => {
    const site = makeSite(MANIFEST, FILES);
    await site.collect({ swap: true });
    site.write('assets/c.css', 'c');
    await site.collect({ swap: true });
    for (const name of ['0001', '0002'])
      backdate(site, `.collectstatic/out/ledger-${name}.json`, `out.releases/${name}`);
    put(site.folder, 'out.releases/.collectstatic-lock', '');
    await site.collect();
    expect(namesIn(site, 'out.releases')).toEqual(['0001', '0002']);
    expect(namesIn(site, '.collectstatic/out')).toEqual([
      'ledger-0001.json',
      'ledger-0002.json',
      'served.json',
    ]);
    for (const name of ['0001', '0002'])
      expect(namesIn(site, `out.releases/${name}`).filter((each) => each.startsWith('.'))).toEqual([]);
  });
});

test('a ledger that stays when STATIC_ROOT is deleted costs nothing, and says nothing of what comes after', async () => {
  const site = makeSite(MANIFEST, FILES);
  await site.collect();
  const before = site.served();
  rmSync(join(site.folder, 'out'), { recursive: true });
  await site.collect();
  expect(site.served()).toEqual(before);
  rmSync(join(site.folder, 'out'), { recursive: true });
  site.write('out/b.svg', 'cut', 5);
  site.write('out/a.css', 'a { background: url(c.svg) }', 5);
  await site.collect();
  expect(site.served()).toEqual(before);
});

test('a link to a folder and the folder itself are one STATIC_ROOT', async () => {
  const site = makeSite(MANIFEST, FILES);
  mkdirSync(join(site.folder, 'disk/real'), { recursive: true });
  symlinkSync('disk/real', join(site.folder, 'out'));
  await site.collect();
  expect(namesIn(site, '.')).not.toContain('.collectstatic');
  expect(namesIn(site, 'disk/.collectstatic')).toEqual(['.gitignore', 'real']);
  site.set({ ...MANIFEST, STATIC_ROOT: 'disk/real' });
  expect(changes(await site.collect())).toEqual({});
});

test('each release has its ledger: rolled back, pruned and told of as it was', async () => {
  const site = makeSite(MANIFEST, FILES);
  await site.collect();
  site.write('assets/c.css', 'c');
  await site.collect({ swap: true });
  expect(namesIn(site, 'out.releases')).toEqual(['0001', '0002']);
  expect(namesIn(site, '.collectstatic/out')).toEqual([
    'ledger-0001.json',
    'ledger-0002.json',
    'served.json',
  ]);
  site.write('assets/d.css', 'd');
  await site.collect({ swap: true, keep: 2 });
  expect(namesIn(site, 'out.releases')).toEqual(['0002', '0003']);
  expect(namesIn(site, '.collectstatic/out')).toEqual([
    'ledger-0002.json',
    'ledger-0003.json',
    'served.json',
  ]);
  const settings = await loadSettings({ cwd: site.folder, env: {}, requireStaticRoot: true });
  expect(await pruneStatic(settings, { keep: 1, olderThanMs: 0 })).toEqual([]);
});

test('a folder that another run takes away in the moment in which it is looked at is no reason to lie inside', () => {
  const root = temporaryFolder();
  mkdirSync(workspaceOf(root), { recursive: true });
  const { accessSync } = fs;
  const replace = (by: typeof accessSync): void => {
    fs.accessSync = by;
    syncBuiltinESMExports();
  };
  onTestFinished(() => replace(accessSync));
  replace((...given) => {
    rmSync(join(root, '../.collectstatic'), { recursive: true });
    replace(accessSync);
    accessSync(...given);
  });
  expect(locateWorkspace(root)).toMatchObject({ folder: workspaceOf(root), isInside: false });
  expect(fs.accessSync).toBe(accessSync);
});

describe('where nothing can lie beside STATIC_ROOT', () => {
  let script: string;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
    chmodSync(folder, 0o755);
    script = await bundleCli(folder);
    return () => rmSync(folder, { recursive: true });
  });

  const mayMount =
    process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true'], { stdio: 'ignore' }).status === 0;

  test.skipIf(!mayMount)('because it is a mount: one folder inside that everybody may read', () => {
    const site = makeSite(MANIFEST, FILES);
    mkdirSync(join(site.folder, 'out'));
    mkdirSync(join(site.folder, 'disk'));
    const run = `mount --bind disk out && ${process.execPath} ${script} --no-input`;
    const line = `umask 077; ${run} && ${process.execPath} ${script} --no-input --clear`;
    const { status, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', line], {
      cwd: site.folder,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(namesIn(site, '.')).toEqual(['assets', 'collectstatic.config.json', 'disk', 'out']);
    expect(namesIn(site, 'disk').filter((name) => name.startsWith('.'))).toEqual(['.collectstatic']);
    expect(namesIn(site, 'disk/.collectstatic')).toEqual(['ledger.json']);
    expect(statSync(join(site.folder, 'disk/.collectstatic')).mode & 0o777).toBe(0o755);
    expect(statSync(join(site.folder, 'disk/.collectstatic/ledger.json')).mode & 0o777).toBe(0o644);
  });

  const maySwitch =
    process.getuid?.() === 0 && spawnSync('setpriv', ['--version'], { stdio: 'ignore' }).status === 0;

  test.skipIf(!maySwitch)('because its parent is closed: inside, and moved out once that is open', () => {
    const site = makeSite(MANIFEST, FILES);
    chmodSync(site.folder, 0o755);
    mkdirSync(join(site.folder, 'out'));
    chmodSync(join(site.folder, 'out'), 0o777);
    const asOther = ['--reuid', '4242', '--regid', '4242', '--clear-groups', process.execPath];
    const run = () =>
      spawnSync('setpriv', [...asOther, script, '--no-input', '--lock-timeout', '0s'], {
        cwd: site.folder,
        encoding: 'utf8',
      });
    expect(run()).toMatchObject({ status: 0, stderr: '' });
    expect(namesIn(site, 'out')).toContain('.collectstatic');
    // The run of another user, who may write beside it, waits for a lock that is inside, and the other way round.
    const holder = JSON.stringify({ run: 'a', pid: process.pid, host: 'other', since: 'x' });
    put(site.folder, 'out/.collectstatic/lock', holder, JUST_NOW);
    const asRoot = () =>
      spawnSync(process.execPath, [script, '--no-input', '--lock-timeout', '0s'], {
        cwd: site.folder,
        encoding: 'utf8',
      });
    expect(asRoot()).toMatchObject({ status: 1, stderr: expect.stringContaining('destination-locked') });
    rmSync(join(site.folder, 'out/.collectstatic/lock'));
    put(site.folder, '.collectstatic/out/lock', holder, JUST_NOW);
    expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining('destination-locked') });
    rmSync(join(site.folder, '.collectstatic/out/lock'));
    expect(asRoot()).toMatchObject({ status: 0, stderr: '' });
    expect(namesIn(site, 'out')).not.toContain('.collectstatic');
    expect(readFileSync(join(site.folder, LEDGER), 'utf8')).toContain('"a.css"');
  });
});
