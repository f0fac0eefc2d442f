import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import type { Bucket, BucketEntry } from '../../../src/types.ts';
import { type RunResult, runCli } from '../../fake-process.ts';
import { request } from '../../publish/contract.ts';
import { put } from '../../storages/folder.ts';
import type { Server } from '../server.ts';
import { ACCESS, makeBucket } from '../stores/buckets.ts';
import { KEYS, s3Spec } from '../stores/keys.ts';
import { startSeaweed } from '../stores/seaweedfs.ts';

let server: Server;
let folder: string;
let bucket: Bucket;

beforeAll(async () => {
  server = await startSeaweed();
  await makeBucket(server.url, 'site');
  bucket = await openBucket(s3Spec(server.url, 'site'), ACCESS);
  folder = mkdtempSync(join(tmpdir(), 'publish-command-'));
});

afterAll(async () => {
  bucket.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A project whose storage is a bucket's, as Django would have it in settings.py. */
function makeProject(name: string, changes: Readonly<Record<string, string>> = {}): string {
  const project = join(folder, name);
  const options: Record<string, string> = {
    bucket_name: '"site"',
    endpoint_url: JSON.stringify(server.url),
    access_key: JSON.stringify(KEYS.accessKey),
    secret_key: JSON.stringify(KEYS.secretKey),
    region_name: '"us-east-1"',
    location: JSON.stringify(name),
    custom_domain: '"cdn.example.com"',
    ...changes,
  };
  const pairs = Object.entries(options).map(([key, value]) => `"${key}": ${value}`);
  put(
    project,
    'settings.py',
    `STATIC_URL = "https://cdn.example.com/${name}/"
STATICFILES_DIRS = ["assets"]
STORAGES = {
    "staticfiles": {
        "BACKEND": "storages.backends.s3.S3ManifestStaticStorage",
        "OPTIONS": {${pairs.join(', ')}},
    },
}
`,
  );
  put(project, 'assets/css/site.css', 'body { background: url(../img/a.svg) }');
  put(project, 'assets/img/a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  put(project, 'assets/js/app.js', 'console.log(1)');
  return project;
}

function run(project: string, ...args: readonly string[]): Promise<RunResult> {
  return runCli([...args, '--settings', 'settings', '--pythonpath', '.'], { cwd: project, env: {} });
}

async function keysBelow(prefix: string): Promise<readonly string[]> {
  const entries: BucketEntry[] = [];
  for await (const page of bucket.list(`${prefix}/`)) entries.push(...page);
  return entries.map(({ key }) => key.slice(prefix.length + 1)).sort();
}

async function textOf(key: string): Promise<string> {
  return Buffer.from((await bucket.get(key, 1_000_000))?.bytes ?? '').toString();
}

test('a collect publishes where the storage is a bucket, into a folder of its own without STATIC_ROOT', async () => {
  const project = makeProject('collected');
  const first = await run(project, '--no-input');
  expect([first.code, first.stderr]).toEqual([0, '']);
  expect(first.stdout).toContain('7 files sent');
  expect(first.stdout).toContain('s3://site/collected/: release 0 -> 1');
  expect(await keysBelow('collected')).toEqual([
    expect.stringMatching(/^css\/site\.[0-9a-f]{12}\.css$/),
    'css/site.css',
    expect.stringMatching(/^img\/a\.[0-9a-f]{12}\.svg$/),
    'img/a.svg',
    expect.stringMatching(/^js\/app\.[0-9a-f]{12}\.js$/),
    'js/app.js',
    'staticfiles.json',
    '~collectstatic/ledger.json',
  ]);
  const second = await run(project, '--no-input', '--format', 'json');
  expect(JSON.parse(second.stdout)).toMatchObject({ ok: true, published: { upToDate: true, requests: 2 } });
  expect(readdirSync(project)).not.toContain('static');
  const settings = await run(project, 'settings', 'STORAGES');
  expect(settings.stdout).not.toContain(KEYS.secretKey);
});

test('publish, rehearse, prune, roll back: text and JSON', async () => {
  const project = makeProject('told');
  await run(project, '--no-input');
  const before = await textOf('told/staticfiles.json');
  put(project, 'assets/js/app.js', 'console.log(2)');
  const keys = await keysBelow('told');
  const rehearsal = await run(project, '--no-input', '-n');
  expect([rehearsal.code, rehearsal.stderr]).toEqual([0, '']);
  expect(rehearsal.stdout).toMatch(/^put js\/app\.[0-9a-f]{12}\.js \(new, \S+ \S+, immutable\)$/m);
  expect(rehearsal.stdout).toMatch(/^put js\/app\.js \(bytes differ/m);
  expect(rehearsal.stdout).toMatch(/^manifest staticfiles\.json \(bytes differ/m);
  expect(rehearsal.stdout).toMatch(/^retire js\/app\.[0-9a-f]{12}\.js/m);
  expect(rehearsal.stdout).toContain('purge https://cdn.example.com/told/js/app.js');
  const [, asked] = /release 1 -> 2 \(would make (\d+) requests\)/.exec(rehearsal.stdout) ?? [];
  expect(await keysBelow('told')).toEqual(keys);
  expect(await textOf('told/js/app.js')).toBe('console.log(1)');
  const done = await run(project, '--no-input');
  expect([done.code, done.stdout]).toEqual([0, expect.stringContaining(`(${asked} requests)`)]);
  expect(await textOf('told/js/app.js')).toBe('console.log(2)');
  const nothing = await run(project, 'publish', '-n');
  expect(nothing.stdout).toContain('Nothing to publish: 7 files in s3://site/told/');
  const back = await run(project, 'publish', 'rollback', '--format', 'json');
  expect(JSON.parse(back.stdout)).toMatchObject({ ok: true, release: { from: 2, to: 3 }, restored: 1 });
  expect(JSON.parse(await textOf('told/staticfiles.json')).paths).toEqual(JSON.parse(before).paths);
  const rehearsed = await run(project, 'publish', '-n', '--force');
  expect(rehearsed.stdout).toMatch(/manifest staticfiles\.json \(bytes differ/);
  expect((await run(project, 'publish')).code).toBe(0);
  const pruned = await run(
    project,
    'publish',
    'prune',
    '--keep',
    '1',
    '--older-than',
    '0s',
    '--format',
    'json',
  );
  expect(JSON.parse(pruned.stdout).removed).toEqual([expect.stringMatching(/^js\/app\.[0-9a-f]{12}\.js$/)]);
  expect(await keysBelow('told')).toHaveLength(8);
  const wrong = await run(project, 'publish', '--keep', '3');
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("'publish' has no --keep")]);
});

test('a list of URLs is that of the last publish: empty where it changed nothing, whole after it could not be written', async () => {
  const project = makeProject('listed');
  await run(project, '--no-input');
  const list = async (
    file: string,
    ...args: readonly string[]
  ): Promise<readonly [number, string | null]> => {
    const { code } = await run(project, 'publish', '--purge', `url-list=${file}`, ...args);
    return [code, existsSync(join(project, file)) ? readFileSync(join(project, file), 'utf8') : null];
  };
  expect(await list('urls.txt', '-n')).toEqual([0, null]);
  expect(await list('urls.txt')).toEqual([0, '']);
  put(project, 'assets/js/app.js', 'console.log(2)');
  const purge = `COLLECTSTATIC = {"PURGE": {"url-list": {"file": "no/such/urls.txt"}}}\n`;
  const settings = readFileSync(join(project, 'settings.py'), 'utf8');
  put(project, 'settings.py', settings + purge);
  expect((await run(project, '--no-input')).code).toBe(4);
  put(project, 'settings.py', settings);
  const changed = 'https://cdn.example.com/listed/js/app.js\n';
  expect(await list('urls.txt')).toEqual([0, changed]);
  expect(await list('urls.txt', '-n')).toEqual([0, changed]);
  expect(await list('urls.txt')).toEqual([0, '']);
});

test('publish purge tells again what was told, and says what it can not know', async () => {
  const project = makeProject('again');
  await run(project, '--no-input');
  put(project, 'assets/js/app.js', 'console.log(2)');
  await run(project, '--no-input');
  const purge = (): Promise<RunResult> => run(project, 'publish', 'purge', '--purge', 'url-list=urls.txt');
  const told = 'https://cdn.example.com/again/js/app.js\n';
  expect(await purge()).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(join(project, 'urls.txt'), 'utf8')).toBe(told);
  const key = 'again/~collectstatic/ledger.json';
  const claim = { id: 'dead', release: 3, expires: 0, files: {}, changed: ['css/site.css'], owed: true };
  await bucket.put(request(key, Buffer.from(JSON.stringify({ ...JSON.parse(await textOf(key)), claim }))));
  const unsure = await purge();
  expect([unsure.code, unsure.stderr]).toEqual([0, expect.stringContaining('(dead) is not through')]);
  const { code, stdout } = await run(project, 'publish', '--purge', 'url-list=urls.txt');
  expect([code, stdout]).toEqual([0, expect.stringContaining('was told of 1 path.')]);
  expect(readFileSync(join(project, 'urls.txt'), 'utf8')).toBe(
    'https://cdn.example.com/again/css/site.css\n',
  );
});

test('one clear error for each cause, with the setting it came from and no secret', async () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['keys', { secret_key: '"of-somebody-else"' }, 'bucket-'],
    ['missing', { bucket_name: '"not-there"' }, 'bucket-missing'],
  ];
  for (const [name, changes, code] of cases) {
    const project = makeProject(`wrong-${name}`, changes);
    const { code: exit, stdout } = await run(project, '--no-input', '--format', 'json');
    const { problems, ok } = JSON.parse(stdout);
    expect([name, exit, ok, problems.length]).toEqual([name, 1, false, 1]);
    expect(problems[0].code).toContain(code);
    expect(JSON.stringify(problems)).not.toContain('of-somebody-else');
  }
});
