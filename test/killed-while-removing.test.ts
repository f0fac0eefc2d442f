import { spawnSync } from 'node:child_process';
import { realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collect, loadSettings, pruneStatic } from '../src/index.ts';
import { bundleCli } from './cli-bundle.ts';
import { put, temporaryFolder, treeOf } from './storages/folder.ts';

const HOOK = new URL('sequence/kill-at.mjs', import.meta.url).href;

test.each([[[]], [['--swap']]])(
  'what a run with %j had not removed yet when it was killed is ours still',
  async (flags) => {
    const folder = temporaryFolder();
    const script = await bundleCli(temporaryFolder());
    const config = {
      STATIC_URL: '/',
      STATIC_ROOT: 'static',
      STATICFILES_DIRS: ['assets'],
      STORAGE: 'manifest',
    };
    put(folder, 'collectstatic.config.json', JSON.stringify(config));
    for (const name of ['kept', 'gone', 'lost']) put(folder, `assets/${name}.svg`, name);
    const settings = await loadSettings({ cwd: folder, env: {}, requireStaticRoot: true });
    await collect(settings);
    for (const name of ['gone', 'lost']) rmSync(join(folder, `assets/${name}.svg`));
    const { signal } = spawnSync(
      process.execPath,
      ['--import', HOOK, script, '--no-input', '--clear-owned', ...flags],
      { cwd: folder, env: { ...process.env, KILL_AT: '1', KILL_CHANGE: 'unlinkSync' } },
    );
    expect(signal).toBe('SIGKILL');
    const served = (): readonly string[] =>
      Object.keys(treeOf(realpathSync(join(folder, 'static')))).filter((name) =>
        /^\w+\.\w+(?:\.svg)?$/.test(name),
      );
    expect(served()).toHaveLength(5 + 1);
    const pruned = await pruneStatic(settings, { keep: 1, olderThanMs: 0 });
    expect(pruned).toHaveLength(1);
    await collect(settings, { clearOwned: true });
    expect(served()).toHaveLength(2 + 1);
  },
);
