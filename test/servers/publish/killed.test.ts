import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublishOptions } from '../../../src/publish/intent.ts';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import { publishSite } from '../../../src/publish/publish-site.ts';
import type { Bucket, BucketEntry, PublishReport } from '../../../src/types.ts';
import { DESTINATION, makeProject, type Project } from '../../publish/project.ts';
import { startProxy } from '../proxy.mjs';
import type { Server } from '../server.ts';
import { ACCESS, keepVersions, makeBucket } from '../stores/buckets.ts';
import { s3Spec } from '../stores/keys.ts';
import { startSeaweed } from '../stores/seaweedfs.ts';

// What test/publish/broken-publish.test.ts shows in memory, once more with a real store and real connections.

let server: Server;
let bucket: Bucket;

beforeAll(async () => {
  server = await startSeaweed();
  await makeBucket(server.url, 'killed');
  bucket = await openBucket(s3Spec(server.url, 'killed'), ACCESS);
});

afterAll(async () => {
  bucket?.close();
  await server?.stop();
});

const FILES = { 'a.js': 'one', 'css/b.css': 'p { background: url(c.svg) }', 'css/c.svg': '<svg/>' };
const CHANGES = { 'a.js': 'two', 'css/c.svg': '<svg id="new"/>' };

async function publish(
  project: Project,
  prefix: string,
  opened: Bucket = bucket,
  options: PublishOptions = {},
): Promise<PublishReport> {
  return (await publishSite(project.settings, { ...DESTINATION, prefix }, opened, options)).report;
}

async function contentOf(
  prefix: string,
): Promise<readonly (readonly [string, string, string | undefined])[]> {
  const entries: BucketEntry[] = [];
  for await (const page of bucket.list(prefix)) entries.push(...page);
  const files = entries.filter(({ key }) => !key.includes('~collectstatic'));
  return Promise.all(
    files.map(async ({ key, etag }) => {
      const { headers } = (await bucket.head(key)) ?? {};
      return [key.slice(prefix.length), etag, headers?.cacheControl] as const;
    }),
  );
}

async function assertServable(prefix: string): Promise<void> {
  const manifest = await bucket.get(`${prefix}staticfiles.json`, 100_000);
  const { paths } = JSON.parse(Buffer.from(manifest?.bytes ?? '').toString()) as {
    paths: Record<string, string>;
  };
  for (const name of Object.values(paths)) {
    const found = await bucket.get(prefix + name, 100_000);
    const md5 = createHash('md5')
      .update(found?.bytes ?? '')
      .digest('hex');
    expect([name, found !== undefined && name.includes(md5.slice(0, 12))]).toEqual([name, true]);
  }
}

test.each(['cut', 'cut-answer'] as const)(
  'the connection is lost at any request (%s), then it is run again',
  async (action) => {
    const whole = await makeProject(FILES);
    await publish(whole, `whole-${action}/`);
    await whole.write(CHANGES);
    await publish(whole, `whole-${action}/`);
    const expected = await contentOf(`whole-${action}/`);
    let isDone = false;
    for (let number = 1; !isDone; number++) {
      const prefix = `${action}-${number}/`;
      const project = await makeProject(FILES);
      await publish(project, prefix);
      await project.write(CHANGES);
      // From this request on, nothing comes through: as for a process that is killed, or a cable that is pulled.
      const proxy = await startProxy(server.url, {
        decide: (request) => (request.number < number ? 'pass' : request.number === number ? action : 'cut'),
      });
      const torn = await openBucket(s3Spec(proxy.url, 'killed', { maxAttempts: 1 }), ACCESS);
      isDone = await publish(project, prefix, torn).then(
        () => true,
        () => false,
      );
      torn.close();
      await proxy.stop();
      await assertServable(prefix);
      await publish(project, prefix);
      expect(await contentOf(prefix)).toEqual(expected);
      expect((await publish(project, prefix)).upToDate).toBe(true);
      if (isDone) expect(number).toBeGreaterThan(8);
    }
  },
);

test('of publishers that race, each manifest is one of a whole build, and the last one stands', async () => {
  const prefix = 'race/';
  const projects = await Promise.all([1, 2, 3].map((index) => makeProject({ 'a.js': `build ${index}` })));
  const clock = { now: () => Date.now(), sleep: () => setTimeout(50) };
  await Promise.all(
    projects.map((project) =>
      publish(project, prefix, bucket, { clock, justCollected: true, lockTimeout: 3_600_000 }),
    ),
  );
  await assertServable(prefix);
  const manifest = await bucket.get(`${prefix}staticfiles.json`, 10_000);
  const { paths } = JSON.parse(Buffer.from(manifest?.bytes ?? '').toString());
  const [plain, hashed] = await Promise.all(
    ['a.js', paths['a.js']].map((path) => bucket.get(prefix + path, 1000)),
  );
  expect(Buffer.from(plain?.bytes ?? '').toString()).toBe(Buffer.from(hashed?.bytes ?? '').toString());
  const ledger = await bucket.get(`${prefix}~collectstatic/ledger.json`, 100_000);
  expect(JSON.parse(Buffer.from(ledger?.bytes ?? '').toString())).toMatchObject({ release: 3, claim: null });
});

test('a reader meets no hole while it is published again and again', async () => {
  const prefix = 'read/';
  const project = await makeProject(FILES);
  await publish(project, prefix);
  let isReading = true;
  let polls = 0;
  const reading = (async () => {
    while (isReading) {
      await assertServable(prefix);
      polls++;
    }
  })();
  for (let turn = 0; turn < 25; turn++) {
    const before = polls;
    await project.write({ 'a.js': `publish ${turn}` });
    await publish(project, prefix);
    while (polls === before) await Promise.race([reading, setTimeout(5)]);
  }
  isReading = false;
  await reading;
});

test('a bucket that keeps versions: what is there now counts, and removals are removals', async () => {
  await keepVersions(server.url, 'killed');
  const prefix = 'versions/';
  const project = await makeProject(FILES);
  await publish(project, prefix);
  await project.write({ 'a.js': 'two' });
  const second = await publish(project, prefix, bucket, { clear: true });
  const removed = second.steps.filter(({ action }) => action === 'remove').map(({ path }) => path);
  expect(removed).toEqual([expect.stringMatching(/^a\.[0-9a-f]{12}\.js$/)]);
  await assertServable(prefix);
  expect((await contentOf(prefix)).map(([path]) => path)).not.toContain(removed[0]);
  expect((await publish(project, prefix)).upToDate).toBe(true);
  // What was removed is new again, not a version of before.
  await project.write({ 'a.js': 'one' });
  await publish(project, prefix);
  await assertServable(prefix);
  expect((await publish(project, prefix)).upToDate).toBe(true);
});
