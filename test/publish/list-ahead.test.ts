import { expect, test } from 'vitest';
import { listAhead } from '../../src/publish/list-ahead.ts';
import type { Bucket } from '../../src/types.ts';
import { failure, type MemoryOptions, openMemory, type Request, type Store } from './memory-bucket.ts';
import { makeProject } from './project.ts';

async function keysOf(bucket: Bucket, prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const page of bucket.list(prefix)) keys.push(...page.map(({ key }) => key));
  return keys;
}

test('asks for the first page at once, and for the others when they are wanted', async () => {
  const store: Store = new Map();
  await (await makeProject()).publish(store);
  const memory = openMemory(store, { listsAtOnce: 5 });
  const bucket = listAhead({ ...memory, endsAtOnce: true }, 'static/');
  expect(memory.requests).toHaveLength(1);
  const keys = await keysOf(bucket, 'static/');
  expect(keys).toEqual([...store.keys()].sort());
  expect(memory.requests).toHaveLength(3);
  store.delete(keys[0] ?? '');
  expect(await keysOf(bucket, 'static/')).toEqual(keys.slice(1));
});

test('asks anew for another prefix, and throws what failed to whoever wants the listing', async () => {
  const seen: Request[] = [];
  const options: MemoryOptions = {
    before(request) {
      seen.push(request);
      if (request.keys[0] === 'static/') throw failure('bucket-denied', 'static/');
    },
  };
  const memory = { ...openMemory(new Map(), options), endsAtOnce: true };
  await expect(keysOf(listAhead(memory, 'static/'), 'static/')).rejects.toThrow('bucket-denied');
  expect(await keysOf(listAhead(memory, 'static/'), 'other/')).toEqual([]);
  expect(seen.map(({ keys }) => keys[0])).toEqual(['static/', 'static/', 'other/']);
});

test('does not ask a bucket that can not break off', () => {
  const memory = openMemory(new Map());
  listAhead(memory, 'static/');
  expect(memory.requests).toEqual([]);
});
