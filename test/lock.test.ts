import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
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
  expect(readdirSync(join(folder, 'static.releases/0001')).sort()).toEqual([
    '.collectstatic.json',
    'a.css',
    'old.css',
  ]);
});

test('a run that waited until STATIC_ROOT was a release waits for the lock of the releases', async () => {
  const { folder, collect } = site();
  await collect();
  const root = join(folder, 'static');
  const options = { directoryMode: null, timeoutMs: 0 };
  const first = await acquireLock(root, options);
  const second = await acquireLock(`${root}.releases`, options);
  let waits = 0;
  const onWait = (): void => {
    if (++waits > 1) return;
    renameSync(root, `${root}.releases/0001`);
    symlinkSync('static.releases/0001', root);
    first.release();
  };
  await expect(collect({ lockTimeout: 500, onWait })).rejects.toMatchObject(LOCKED);
  expect(waits).toBe(2);
  second.release();
  await collect({ lockTimeout: 0 });
});

test('what a killed run with --swap left beside STATIC_ROOT goes with the next run, whatever its flags', async () => {
  const { folder, collect } = site();
  await collect();
  put(folder, 'static.releases/.collectstatic-draft-0123/a.css', 'half');
  put(folder, 'static.releases/.collectstatic-lock', '');
  symlinkSync('static.releases/0001', join(folder, '.collectstatic-link-static'));
  await collect();
  expect(readdirSync(folder).sort()).toEqual(['assets', 'collectstatic.config.json', 'static']);
});

test('a past release is rid of what a killed run left in it', async () => {
  const { folder, collect } = site();
  await collect({ swap: true });
  put(folder, 'static/.collectstatic-stage-0123/tree/a.css', 'half');
  put(folder, 'assets/b.css', 'b');
  await collect({ swap: true });
  expect(readdirSync(join(folder, 'static.releases/0001')).sort()).toEqual(['.collectstatic.json', 'a.css']);
  mkdirSync(join(folder, 'static.releases/other'));
  await collect();
  expect(existsSync(join(folder, 'static.releases/other'))).toBe(true);
});
