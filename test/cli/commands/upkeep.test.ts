import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type RunResult, runCli } from '../../fake-process.ts';
import { makeProject, ORCHARD } from '../project.ts';

const PAGE = 'apples/static/css/page.css';
const MANIFEST = ['--set', 'STORAGE=manifest'];

async function collect(cwd: string, ...flags: readonly string[]): Promise<RunResult> {
  const result = await runCli(['--no-input', ...MANIFEST, ...flags], { cwd });
  expect(result.stderr).toBe('');
  return result;
}

/** The names the style sheet has had, one a release. */
async function threeReleases(cwd: string, ...flags: readonly string[]): Promise<readonly string[]> {
  const names: string[] = [];
  for (const colour of ['red', 'green', 'blue']) {
    writeFileSync(join(cwd, PAGE), `body { color: ${colour}; }\n`);
    await collect(cwd, ...flags);
    names.push(manifest(cwd)['css/page.css'] as string);
  }
  return names;
}

function manifest(cwd: string): Readonly<Record<string, string>> {
  const text = readFileSync(join(cwd, 'public/staticfiles.json'), 'utf8');
  return (JSON.parse(text) as { readonly paths: Readonly<Record<string, string>> }).paths;
}

test('prune deletes what is past both limits, and says what it would delete', async () => {
  const cwd = makeProject(ORCHARD);
  const [first = '', second = '', third = ''] = await threeReleases(cwd);
  const limits = ['--keep', '2', '--older-than', '0s'];
  const rehearsed = await runCli(['prune', ...MANIFEST, ...limits, '-n'], { cwd });
  expect(rehearsed.stdout).toBe(`Pretending to delete '${first}'\n1 retired file would be deleted.\n`);
  expect(existsSync(join(cwd, 'public', first))).toBe(true);
  const young = await runCli(['prune', ...MANIFEST, '--keep', '1', '--older-than', '1h'], { cwd });
  expect(young.stdout).toBe('0 retired files deleted.\n');
  const pruned = await runCli(['prune', ...MANIFEST, ...limits, '--format', 'json'], { cwd });
  expect(JSON.parse(pruned.stdout)).toEqual({
    version: 1,
    command: 'prune',
    ok: true,
    dryRun: false,
    deleted: [first],
  });
  const left = readdirSync(join(cwd, 'public/css')).sort();
  expect(left).toEqual(['page.css', second.slice(4), third.slice(4)].sort());
});

test('prune spares what a manifest that was left behind names, and a rehearsal says so', async () => {
  const cwd = makeProject(ORCHARD);
  await threeReleases(cwd);
  expect((await runCli(['--no-input', '--set', 'STORAGE=plain'], { cwd })).code).toBe(0);
  const limits = ['--keep', '1', '--older-than', '0s', '--format', 'json'];
  const told = async (...flags: readonly string[]): Promise<unknown> =>
    JSON.parse((await runCli(['prune', ...limits, ...flags], { cwd })).stdout).deleted;
  const rehearsed = await told('-n');
  expect(rehearsed).toHaveLength(2);
  expect(await told()).toEqual(rehearsed);
});

test('prune spares what is not ours', async () => {
  const cwd = makeProject(ORCHARD);
  await threeReleases(cwd);
  writeFileSync(join(cwd, 'public/css/page.0123456789ab.css'), 'somebody else put this here');
  await runCli(['prune', ...MANIFEST, '--keep', '1', '--older-than', '0s'], { cwd });
  expect(existsSync(join(cwd, 'public/css/page.0123456789ab.css'))).toBe(true);
});

test.each([
  ['--keep', '0'],
  ['--keep', 'many'],
  ['--older-than', 'a while'],
  ['--lock-timeout', '5 minutes'],
])('%s %s is wrong usage', async (option, value) => {
  const result = await runCli(['prune', option, value], { cwd: makeProject(ORCHARD) });
  expect(result.code).toBe(2);
  expect(result.stderr).toContain(option);
});

test('why names the source, whom it wins over, its final name and its release', async () => {
  const cwd = makeProject(ORCHARD);
  const [first = '', , third = ''] = await threeReleases(cwd);
  const { stdout, code } = await runCli(['why', ...MANIFEST, 'css/page.css', first], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain(`source     ${cwd}/${PAGE}  (app apples, 22 B)`);
  expect(stdout).toContain(`wins over  ${cwd}/pears/static/css/page.css  (app pears)`);
  expect(stdout).toContain(`served as  ${third}`);
  expect(stdout).toContain('since      release 3 of 3');
  expect(stdout).toMatch(new RegExp(`${first}\n {2}hashed {5}from css/page.css`));
  expect(stdout).toContain('retired    by release 2');
});

test('why tells a file that is not ours, one that nothing offers any more, and one that is not there', async () => {
  const cwd = makeProject(ORCHARD);
  await collect(cwd);
  writeFileSync(join(cwd, 'public/upload.txt'), 'mine');
  rmSync(join(cwd, 'apples/static/apples/cox.svg'));
  await collect(cwd);
  const { stdout, code } = await runCli(['why', 'upload.txt', 'apples/cox.svg', 'nope.css', '../x'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain('upload.txt\n  not ours   no run of collectstatic has put it there');
  expect(stdout).toContain('source     nothing offers it any more (it was the app apples)');
  expect(stdout).toContain('nope.css\n  missing    it is not in STATIC_ROOT');
  expect(stdout).toContain('../x\n  missing    it is not in STATIC_ROOT');
});

test('--swap serves each release as a whole; rollback goes back to the one before', async () => {
  const cwd = makeProject(ORCHARD);
  const [, second = '', third = ''] = await threeReleases(cwd, '--swap', '--keep', '2');
  expect(lstatSync(join(cwd, 'public')).isSymbolicLink()).toBe(true);
  expect(readdirSync(join(cwd, 'public.releases'))).toEqual(['0002', '0003']);
  expect(manifest(cwd)['css/page.css']).toBe(third);
  const back = await runCli(['rollback'], { cwd });
  expect(back).toMatchObject({ code: 0, stdout: 'Release 0002 is served in place of release 0003.\n' });
  expect(manifest(cwd)['css/page.css']).toBe(second);
  const further = await runCli(['rollback', '--format', 'json'], { cwd });
  expect(further.code).toBe(1);
  expect(JSON.parse(further.stdout)).toMatchObject({ ok: false, problems: [{ code: 'no-earlier-release' }] });
});

test('without --swap there is nothing to roll back', async () => {
  const cwd = makeProject(ORCHARD);
  await collect(cwd);
  const result = await runCli(['rollback'], { cwd });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('[no-releases]');
});

test('--clear-owned removes what earlier runs put there, and nothing else', async () => {
  const cwd = makeProject(ORCHARD);
  await collect(cwd);
  writeFileSync(join(cwd, 'public/upload.txt'), 'mine');
  rmSync(join(cwd, 'apples/static/apples/cox.svg'));
  await collect(cwd, '--clear-owned');
  expect(existsSync(join(cwd, 'public/upload.txt'))).toBe(true);
  expect(existsSync(join(cwd, 'public/apples'))).toBe(false);
});

test('--dedupe stores the plain and the fingerprinted copy once', async () => {
  const cwd = makeProject(ORCHARD);
  await collect(cwd);
  const { stdout } = await collect(cwd, '--dedupe');
  expect(stdout).toMatch(/^\d+ B saved: files with the same bytes share them$/m);
  const json = JSON.parse((await collect(cwd, '--dedupe', '--format', 'json')).stdout);
  expect(stdout).toContain(`${json.savedBytes} B saved`);
  const plain = lstatSync(join(cwd, 'public/apples/cox.svg'));
  const hashed = lstatSync(join(cwd, 'public', manifest(cwd)['apples/cox.svg'] as string));
  expect(plain.ino).toBe(hashed.ino);
});

test('where WhiteNoise serves, a run that changed something tells on stderr to reload', async () => {
  const RELOAD = 'Reload the application: WhiteNoise lists the files when a worker starts.\n';
  const cwd = makeProject(ORCHARD);
  const told = (...flags: readonly string[]) => runCli(['--no-input', ...MANIFEST, ...flags], { cwd });
  expect((await told()).stderr).toBe('');
  const middleware =
    'MIDDLEWARE = ["django.middleware.common.CommonMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware"]\n';
  writeFileSync(join(cwd, 'orchard/settings.py'), ORCHARD['orchard/settings.py'] + middleware);
  writeFileSync(join(cwd, PAGE), 'body { color: green; }\n');
  const dry = await told('-n');
  expect(dry.stderr).toBe('');
  const first = await told();
  // Programs look for Django's summary at the end of stdout.
  expect(first.stdout).toMatch(/\n1 static file copied to [^\n]*\.\n$/);
  expect(first.stderr).toBe(RELOAD);
  expect((await told()).stderr).toBe('');
  writeFileSync(join(cwd, PAGE), 'body { color: blue; }\n');
  expect(await told('-v', '0')).toMatchObject({ stdout: '', stderr: '' });
  writeFileSync(join(cwd, PAGE), 'body { color: red; }\n');
  expect(JSON.parse((await told('--format', 'json')).stdout)).not.toHaveProperty('changed');
});

test('a MIDDLEWARE that is not known stops no run', async () => {
  const cwd = makeProject(ORCHARD);
  const middleware =
    'import random\nMIDDLEWARE = [random.choice(["a", "b"])] + ["whitenoise.middleware.WhiteNoiseMiddleware"]\n';
  writeFileSync(join(cwd, 'orchard/settings.py'), ORCHARD['orchard/settings.py'] + middleware);
  const { code, stdout } = await runCli(['--no-input', ...MANIFEST], { cwd });
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('static files copied') });
});

test('--keep counts releases in the order in which they were served', async () => {
  const cwd = makeProject(ORCHARD);
  await threeReleases(cwd, '--swap');
  expect((await runCli(['rollback', ...MANIFEST], { cwd })).code).toBe(0);
  writeFileSync(join(cwd, PAGE), 'body { color: white; }\n');
  await collect(cwd, '--swap', '--keep', '3');
  expect(readdirSync(join(cwd, 'public.releases')).sort()).toEqual(['0001', '0002', '0004']);
});
