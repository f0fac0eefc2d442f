import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CollectOptions, collect, loadSettings } from '../src/index.ts';
import { acquireLock } from '../src/storages/index.ts';
import type { Report } from '../src/types.ts';
import { put, temporaryFolder } from './storages/folder.ts';

const LOCKED = { problems: [{ code: 'destination-locked' }] };

interface Site {
  readonly folder: string;
  collect(options?: CollectOptions): Promise<Report>;
}

function site(): Site {
  const folder = temporaryFolder();
  put(folder, 'assets/a.css', 'a');
  const config = { STATIC_URL: '/static/', STATIC_ROOT: 'static', STATICFILES_DIRS: ['assets'] };
  put(folder, 'collectstatic.config.json', JSON.stringify(config));
  return {
    folder,
    collect: async (options = {}) =>
      collect(await loadSettings({ cwd: folder, env: {}, requireStaticRoot: true }), options),
  };
}

test('the first run with --swap waits for one without it', async () => {
  const { folder, collect } = site();
  await collect();
  const held = await acquireLock(join(folder, 'static'), { directoryMode: null, timeoutMs: 0 });
  await expect(collect({ swap: true, lockTimeout: 0 })).rejects.toMatchObject(LOCKED);
  held.release();
  put(folder, 'static/old.css', 'old');
  await collect({ swap: true, clear: true, lockTimeout: 0 });
  expect(readdirSync(join(folder, 'static.releases')).sort()).toEqual(['0001', '0002']);
  expect(readdirSync(join(folder, 'static.releases/0001')).sort()).toEqual(['a.css', 'old.css']);
  expect(readdirSync(join(folder, '.collectstatic/static')).sort()).toEqual([
    'ledger-0001.json',
    'ledger-0002.json',
    'served.json',
  ]);
});

test('a run that loses its lock while it copies leaves the ledger alone', async () => {
  const { folder, collect } = site();
  await collect();
  put(folder, 'assets/b.css', 'b');
  const workspace = join(folder, '.collectstatic/static');
  const ledger = readFileSync(join(workspace, 'ledger.json'), 'utf8');
  const lose = (): void => void put(workspace, 'lock', JSON.stringify({ run: 'other', pid: 1, since: '' }));
  await expect(collect({ onProgress: lose })).rejects.toThrow(/Another run took over/);
  expect(readFileSync(join(workspace, 'ledger.json'), 'utf8')).toBe(ledger);
  expect(readdirSync(join(folder, 'static'))).toEqual(['a.css']);
  expect(readdirSync(workspace).sort()).toEqual(['ledger.json', 'lock']);
});

test('a plain run and the first with --swap wait for each other, whichever comes first', async () => {
  for (const flags of [{ swap: true }, {}]) {
    const { folder, collect } = site();
    const held = await acquireLock(join(folder, 'static'), { directoryMode: null, timeoutMs: 0 });
    await expect(collect({ ...flags, lockTimeout: 0 })).rejects.toMatchObject(LOCKED);
    const waited = collect({ ...flags, lockTimeout: 300_000 });
    put(folder, 'static.releases/0001/a.css', 'a');
    symlinkSync('static.releases/0001', join(folder, 'static'));
    held.release();
    await waited;
  }
});

test('what a killed run with --swap left goes with the next run, whatever its flags', async () => {
  const { folder, collect } = site();
  await collect();
  put(folder, 'static.releases/next-0123/site/a.css', 'half');
  symlinkSync('static.releases/0001', join(folder, '.collectstatic/static/link'));
  await collect();
  expect(readdirSync(folder).sort()).toEqual([
    '.collectstatic',
    'assets',
    'collectstatic.config.json',
    'static',
  ]);
  expect(readdirSync(join(folder, '.collectstatic/static'))).toEqual(['ledger.json']);
});

test('what is no release of ours stays', async () => {
  const { folder, collect } = site();
  await collect({ swap: true });
  mkdirSync(join(folder, 'static.releases/other'));
  await collect();
  expect(existsSync(join(folder, 'static.releases/other'))).toBe(true);
});
