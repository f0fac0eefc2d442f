import { afterEach, expect, test } from 'vitest';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import type { Bucket } from '../../../src/types.ts';
import { problemOf } from '../problem.ts';
import { type Answer, type Asked, type StubStore, startStub } from '../stub-store.ts';

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function openStub(answer: (asked: Asked) => Answer): Promise<StubStore & { readonly bucket: Bucket }> {
  const store = await startStub(answer);
  const spec = {
    kind: 'gcs',
    bucket: 'my-bucket',
    project: null,
    endpoint: store.url,
    credentialsFile: null,
  };
  const bucket = await openBucket(spec as never, { env: {}, project: '/', from: 'STORAGES' });
  closing.push(() => bucket.close(), store.close);
  return { ...store, bucket };
}

/** As Google words it; of bytes that are asked for without JSON. */
function missing({ target }: Asked, message: string): Answer {
  const error = { code: 404, message, errors: [{ message, domain: 'global', reason: 'notFound' }] };
  return [404, {}, target.includes('alt=media') ? message : JSON.stringify({ error })];
}

test('what is not there is no failure, though the answer names a bucket', async () => {
  const { bucket } = await openStub((asked) => missing(asked, 'No such object: my-bucket/static/a.css'));
  expect(await bucket.get('static/a.css', 10)).toBeUndefined();
  expect(await bucket.head('static/a.css')).toBeUndefined();
  await bucket.remove(['static/a.css']);
});

test('a bucket that is not there is one, whatever is asked', async () => {
  const { bucket } = await openStub((asked) => missing(asked, 'The specified bucket does not exist.'));
  const requests = [() => bucket.get('a', 10), () => bucket.head('a'), () => bucket.remove(['a'])];
  for (const ask of requests) expect((await problemOf(ask())).code).toBe('bucket-missing');
});
