import { spawnSync } from 'node:child_process';
import { realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collect, loadSettings, pruneStatic } from '../../src/index.ts';
import type { Settings } from '../../src/types.ts';
import { bundleCli } from '../cli-bundle.ts';
import { put, silenceLock, temporaryFolder, treeOf } from '../storages/folder.ts';

// Removing is the last thing a run does; here it is killed after it has removed one file.

const HOOK = new URL('sequence/kill-at.mjs', import.meta.url).href;

interface Site {
  readonly folder: string;
  settings(storage: string): Promise<Settings>;
  /** Runs with these flags and the storage of the last `settings`, up to the second removal. */
  kill(flags: readonly string[]): Promise<void>;
  names(): readonly string[];
}

function site(): Site {
  const folder = temporaryFolder();
  for (const name of ['kept', 'gone', 'lost']) put(folder, `assets/${name}.svg`, name);
  return {
    folder,
    async settings(storage) {
      const dirs = { STATIC_ROOT: 'static', STATICFILES_DIRS: ['assets'] };
      const config = { STATIC_URL: '/static/', ...dirs, STORAGE: storage };
      put(folder, 'collectstatic.config.json', JSON.stringify(config));
      return loadSettings({ cwd: folder, env: {}, requireStaticRoot: true });
    },
    async kill(flags) {
      const script = await bundleCli(temporaryFolder());
      const env = { ...process.env, KILL_AT: '1', KILL_CHANGE: 'unlinkSync' };
      const args = ['--import', HOOK, script, '--no-input', ...flags];
      expect(spawnSync(process.execPath, args, { cwd: folder, env }).signal).toBe('SIGKILL');
      silenceLock(join(folder, 'static'));
    },
    names: () =>
      Object.keys(treeOf(realpathSync(join(folder, 'static')))).filter((name) => !name.startsWith('.')),
  };
}

test.each([[[]], [['--swap']]])('what a run with %j had not removed yet is ours still', async (flags) => {
  const { folder, settings, kill, names } = site();
  const manifest = await settings('manifest');
  await collect(manifest);
  for (const name of ['gone', 'lost']) rmSync(join(folder, `assets/${name}.svg`));
  await kill(['--clear-owned', ...flags]);
  expect(names()).toHaveLength(6);
  expect(await pruneStatic(manifest, { keep: 1, olderThanMs: 0 })).toHaveLength(1);
  await collect(manifest, { clearOwned: true });
  expect(names()).toHaveLength(3);
});

test('a manifest that has to go goes before the files it names', async () => {
  const { settings, kill, names } = site();
  await collect(await settings('manifest'));
  await settings('plain');
  await kill(['--clear']);
  expect(names()).toHaveLength(6);
  expect(names()).not.toContain('staticfiles.json');
});
