import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import { publishSite } from '../../../src/publish/publish-site.ts';
import type { Bucket } from '../../../src/types.ts';
import { DESTINATION, makeProject } from '../../publish/project.ts';
import type { Server } from '../server.ts';
import { ACCESS } from '../stores/buckets.ts';
import { s3Spec, secret } from '../stores/keys.ts';
import { startS3rver } from '../stores/s3rver.ts';

let server: Server;
let bucket: Bucket;

beforeAll(async () => {
  server = await startS3rver();
  bucket = await openBucket(
    s3Spec(server.url, 'contract', {
      credentials: { accessKey: 'S3RVER', secretKey: secret('any'), token: null },
    }),
    ACCESS,
  );
});

afterAll(async () => {
  bucket?.close();
  await server?.stop();
});

test('a store that takes every PUT, whatever its condition, is noticed', async () => {
  const project = await makeProject();
  const publish = async () => (await publishSite(project.settings, DESTINATION, bucket)).report;
  const first = await publish();
  expect(first.problems.map(({ code }) => code)).toEqual(['publish-no-exclusion']);
  expect((await publish()).upToDate).toBe(true);
  await project.write({ 'js/app.js': 'later' });
  const second = await publish();
  expect(second.problems.map(({ code }) => code)).toEqual(['publish-no-exclusion']);
  expect((await publish()).upToDate).toBe(true);
});
