import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bundleCli } from '../cli-bundle.ts';
import { runCli } from '../fake-process.ts';
import { put, temporaryFolder, treeOf } from '../storages/folder.ts';

// A folder of STATIC_ROOT becomes a link that leads outside, after any change a run makes: nothing is written there, and
// nothing removed.

const HOOK = new URL('sequence/plant-at.mjs', import.meta.url).href;
const PRECIOUS = { 'old.css': 'precious', 'same.css': 'precious', 'x.css': 'precious' };

let script: string;

beforeAll(async () => {
  const bundle = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
  script = await bundleCli(bundle);
  return () => rmSync(bundle, { recursive: true });
});

function run(cwd: string, flags: readonly string[], plantAt: number): string {
  const plant = { PLANT_AT: `${plantAt}`, PLANT: `${cwd}/static/sub`, VICTIM: `${cwd}/victim` };
  const args = ['--import', HOOK, script, '--no-input', ...flags];
  const env = { ...process.env, ...plant };
  return spawnSync(process.execPath, args, { cwd, env, encoding: 'utf8' }).stderr;
}

test.each([
  [[], 2],
  [['--clear'], 3],
  [['--dedupe'], 3],
  [['--link'], 4],
  [['--swap'], 5],
])('after any change of a run with %j', async (flags, step) => {
  const config = {
    STATIC_URL: '/s/',
    STATIC_ROOT: 'static',
    STATICFILES_DIRS: ['assets'],
    STORAGE: 'manifest',
  };
  let isPlanted = true;
  for (let at = 0; isPlanted; at += step) {
    const folder = temporaryFolder();
    put(folder, 'collectstatic.config.json', JSON.stringify(config));
    for (const name of ['old', 'same', 'x']) put(folder, `assets/sub/${name}.css`, name, 1_600_000_000_000);
    // Nothing is planted yet: no process of its own.
    expect(await runCli(['--no-input'], { cwd: folder })).toMatchObject({ code: 0, stderr: '' });
    rmSync(join(folder, 'assets/sub/old.css'));
    put(folder, 'assets/sub/x.css', 'changed');
    put(folder, 'assets/sub/same.css', 'same', 1_700_000_000_000);
    put(folder, 'assets/sub/new.css', 'new');
    for (const [name, content] of Object.entries(PRECIOUS)) put(folder, `victim/${name}`, content);
    const told = run(folder, flags, at);
    expect(treeOf(join(folder, 'victim')), `${at}: ${told}`).toEqual(PRECIOUS);
    expect(told).not.toContain('bug');
    isPlanted = told.includes('planted');
    expect(at).toBeLessThan(300);
  }
});
