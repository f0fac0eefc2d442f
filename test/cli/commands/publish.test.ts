import { expect, test } from 'vitest';
import { uploadLine } from '../../../src/reporters/progress.ts';
import { PLAIN } from '../../../src/reporters/text/palette.ts';
import { publishedText } from '../../../src/reporters/text/publish.ts';
import type { PublishReport } from '../../../src/types.ts';
import { type RunResult, runCli } from '../../fake-process.ts';
import { asset, put, temporaryFolder } from '../../storages/folder.ts';

const PUBLISH = {
  BACKEND: 's3',
  bucket_name: 'site',
  location: 'static',
  endpoint_url: 'http://127.0.0.1:9',
};

function makeProject(settings: object): string {
  const folder = temporaryFolder();
  const config = { STATIC_URL: '/static/', STATIC_ROOT: 'root', STATICFILES_DIRS: ['assets'], ...settings };
  put(folder, 'collectstatic.config.json', JSON.stringify(config));
  put(folder, 'assets/a.js', 'a');
  return folder;
}

async function run(settings: object, ...args: readonly string[]): Promise<RunResult> {
  return runCli(args, { cwd: makeProject(settings) });
}

test('without a bucket, publish says how to name one', async () => {
  for (const action of [[], ['prune'], ['rollback'], ['purge', '--purge', 'cloudfront=E1']]) {
    const { code, stderr } = await run({}, 'publish', ...action);
    expect([code, stderr]).toEqual([1, expect.stringContaining('PUBLISH = {')]);
  }
});

test.each([
  [['publish', '--keep', '3'], "'publish' has no --keep"],
  [['publish', 'prune', '--purge', 'cloudfront'], "'publish prune' has no --purge"],
  [['publish', 'rollback', '-n'], "'publish rollback' has no --dry-run"],
  [['publish', 'purge', '--clear'], "'publish purge' has no --clear"],
  [['publish', 'sideways'], "'publish' has no command 'sideways': say publish alone, or publish prune"],
  [['publish', '--purge', 'akamai'], 'It must be one of cloudfront'],
  [['publish', '--purge', 'cloudfront='], 'is empty'],
  [['publish', '--purge', 'azure-frontdoor=x'], 'subscription, resource group, profile and endpoint'],
])('%j is wrong usage', async (args, words) => {
  const { code, stderr } = await run({ PUBLISH }, ...args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
});

test('what a CDN lacks is said before anything is sent', async () => {
  const unnamed = await run({ PUBLISH }, 'publish', '--purge', 'cloudfront');
  expect([unnamed.code, unnamed.stderr]).toEqual([1, expect.stringContaining('--purge cloudfront=ID')]);
  const { code, stdout } = await run({ PUBLISH }, 'publish', '--purge', 'cloudflare=z', '--format', 'json');
  const { problems } = JSON.parse(stdout);
  expect([code, problems.map((problem: { code: string }) => problem.code)]).toEqual([
    1,
    ['purge-token-missing', 'purge-url-unknown'],
  ]);
  expect(problems[0].message).toContain('CLOUDFLARE_API_TOKEN');
});

test('nothing collected is nothing to publish', async () => {
  const { code, stderr } = await run({ PUBLISH }, 'publish', '-n');
  expect([code, stderr]).toEqual([1, expect.stringContaining('There is nothing to publish')]);
});

const REPORT: PublishReport = {
  bucket: 's3://site',
  prefix: 'static/',
  publicUrl: null,
  dryRun: true,
  upToDate: false,
  release: { from: 42, to: 43 },
  steps: [
    step('put', 'js/app.1a2b3c4d5e6f.js', 12_000, 'new', 'immutable'),
    step('headers', 'css/site.css', 10, 'Cache-Control: none -> public, max-age=60', 'mutable'),
    step('put', 'staticfiles.json', 100, 'bytes differ', 'manifest'),
    step('keep', 'a\u001b[31m.js', 1, 'the same', 'mutable'),
  ],
  retired: [asset('old\u001b[31m.js')],
  bytes: 12_100,
  requests: 14,
  changedUrls: ['https://cdn.example.com/static/css/site.css'],
  purged: [],
  problems: [],
};

function step(
  action: 'put' | 'headers' | 'keep',
  path: string,
  size: number,
  reason: string,
  lifetime: 'immutable' | 'mutable' | 'manifest',
): PublishReport['steps'][number] {
  return { action, path: asset(path), key: `static/${path}`, size, reason, lifetime };
}

test('a rehearsal lists each step with its reason, and the number of requests', () => {
  const text = publishedText(REPORT, { verbosity: 1, palette: PLAIN });
  const lines = text.split('\n');
  expect(lines[0]).toMatch(/^put js\/app\.1a2b3c4d5e6f\.js \(new, \S+ kB, immutable\)$/);
  expect(lines[1]).toBe('headers css/site.css (Cache-Control: none -> public, max-age=60)');
  expect(lines[2]).toMatch(/^manifest staticfiles\.json \(bytes differ/);
  expect(lines[3]).toMatch(/^retire old.*\.js \(stays until publish prune\)$/);
  expect(lines[4]).toBe('purge https://cdn.example.com/static/css/site.css');
  expect(lines[5]).toMatch(
    /^2 files would be sent .*1 with other headers, 1 kept, 1 retired; s3:\/\/site\/static\/: release 42 -> 43 \(would make 14 requests\)\.$/,
  );
  expect(text).not.toContain('\u001b');
  expect(publishedText(REPORT, { verbosity: 0, palette: PLAIN })).toBe('');
});

test('progress tells files, bytes and the rate', () => {
  const line = uploadLine({ done: 120, total: 1000, bytes: 3_400_000, totalBytes: 20_100_000 }, 2000);
  expect(line).toMatch(/sending 120 of 1,000 files, 3\.4 of 20\.1 MB, 1\.7 MB\/s$/);
});
