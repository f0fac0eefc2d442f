import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CollectstaticError } from '../../src/errors.ts';
import type { Bucket, BucketEntry, ObjectHeaders, PutRequest } from '../../src/types.ts';

/** A bucket under test. All its keys begin with `prefix`, which nobody else uses. */
export interface OpenBucket {
  readonly bucket: Bucket;
  readonly prefix: string;
  /** False for a store that is known to ignore conditions. */
  readonly keepsConditions: boolean;
  /** True for a store that is known to keep, in a copy, headers that were not asked for again. */
  readonly keepsOldHeaders?: boolean;
  /** False for a store that is known to take bodies whatever their MD5. */
  readonly checksBodies?: boolean;
  /** Bytes of a body that this driver sends in parts; `null` if it never does. */
  readonly inParts: number | null;
  close(): Promise<void>;
}

const TEXT: ObjectHeaders = { contentType: 'text/plain' };

/** Every header an object may have. */
const ALL: ObjectHeaders = {
  contentType: 'text/css; charset=utf-8',
  cacheControl: 'public, max-age=31536000, immutable',
  contentEncoding: 'gzip',
  contentDisposition: 'inline; filename="site.css"',
  contentLanguage: 'en',
  metadata: { collectstatic: '0123456789abcdef', owner: 'web team' },
};

/** Names that a store, a signature or a listing in XML may trip over. */
const ODD_NAMES = [
  'a b.txt',
  ' both ends ',
  'plus+plus.txt',
  'percent%20.txt',
  '100%.txt',
  'ampersand&lt;.txt',
  "quote'.txt",
  'double".txt',
  'ünïcödé.txt',
  'é-decomposed.txt',
  '日本語.txt',
  'emoji-😀.txt',
  'question?.txt',
  'hash#.txt',
  'equals=.txt',
  'tilde~.txt',
  'semi;colon:.txt',
  'at@comma,.txt',
  'brackets[1](2){3}.txt',
  'star*!.txt',
  'deep/er/and/deeper.txt',
  '~collectstatic/ledger.json',
];

/** Tests that a driver keeps the contract of `Bucket`: one suite for all of them. */
export function bucketContract(name: string, open: () => Promise<OpenBucket>): void {
  describe(name, () => {
    let opened: OpenBucket;
    let folder: string;
    const key = (path: string): string => `${opened.prefix}${path}`;

    beforeAll(async () => {
      opened = await open();
      folder = mkdtempSync(join(tmpdir(), 'contract-'));
    }, 120_000);

    afterAll(async () => {
      rmSync(folder, { recursive: true, force: true });
      opened.bucket.close();
      await opened.close();
    });

    test('puts bytes and headers, and gives them back', async () => {
      const { bucket } = opened;
      const bytes = Buffer.from('body { color: red }');
      const put = await bucket.put(request(key('round/site.css'), bytes, { headers: ALL }));
      expect(put).toEqual({ etag: expect.any(String) });
      const read = await bucket.get(key('round/site.css'), 1000);
      expect(Buffer.from(read?.bytes ?? []).toString()).toBe(bytes.toString());
      expect(put).toEqual({ etag: read?.etag });
      const head = await bucket.head(key('round/site.css'));
      expect(head).toMatchObject({ key: key('round/site.css'), size: bytes.length, etag: read?.etag });
      expect(head?.headers).toEqual(ALL);
    });

    test('sends no header that was not asked for', async () => {
      const { bucket } = opened;
      await bucket.put(request(key('bare.txt'), Buffer.from('bare')));
      expect((await bucket.head(key('bare.txt')))?.headers).toEqual(TEXT);
    });

    test('puts an empty object, and one from a file', async () => {
      const { bucket } = opened;
      await bucket.put(request(key('empty.txt'), Buffer.alloc(0)));
      expect((await bucket.get(key('empty.txt'), 0))?.bytes.length).toBe(0);
      const bytes = Buffer.alloc(300_000, 'file ');
      const file = join(folder, 'file.bin');
      writeFileSync(file, bytes);
      const { md5, headers, traits } = request('', bytes);
      const body = { kind: 'file', file, size: bytes.length } as const;
      await bucket.put({ key: key('file.bin'), body, md5, headers, traits });
      const read = await bucket.get(key('file.bin'), bytes.length);
      expect(Buffer.compare(Buffer.from(read?.bytes ?? []), bytes)).toBe(0);
    });

    test('answers undefined for what is not there', async () => {
      const { bucket } = opened;
      expect(await bucket.get(key('nowhere.txt'), 10)).toBeUndefined();
      expect(await bucket.head(key('nowhere.txt'))).toBeUndefined();
      expect(await listed(bucket, key('nowhere/'))).toEqual([]);
    });

    test('reads no more than it was told to', async () => {
      const { bucket } = opened;
      await bucket.put(request(key('large.txt'), Buffer.alloc(1001)));
      expect(await codeOf(bucket.get(key('large.txt'), 1000))).toBe('bucket-too-large');
    });

    test('lists keys, sizes and tags below a prefix, and no others', async () => {
      const { bucket } = opened;
      for (const path of ['list/a.txt', 'list/b/c.txt', 'list.txt', 'listed/d.txt'])
        await bucket.put(request(key(path), Buffer.from(path)));
      const entries = await listed(bucket, key('list/'));
      expect(entries.map((entry) => entry.key)).toEqual([key('list/a.txt'), key('list/b/c.txt')]);
      for (const entry of entries) {
        const head = await bucket.head(entry.key);
        expect(entry).toMatchObject({ size: entry.key.length - opened.prefix.length, etag: head?.etag });
        expect(entry.md5 ?? md5Of(entry.key.slice(opened.prefix.length))).toBe(
          md5Of(entry.key.slice(opened.prefix.length)),
        );
        if (entry.headers !== null) expect(entry.headers).toEqual(head?.headers);
      }
    });

    test('lists more than a page, each key once', async () => {
      const { bucket } = opened;
      const names = Array.from({ length: 1005 }, (_, index) => key(`pages/${index}.txt`));
      await inParallel(names, 32, (name) => bucket.put(request(name, Buffer.from('x'))));
      const entries = await listed(bucket, key('pages/'));
      expect(entries.map((entry) => entry.key).sort()).toEqual(names.sort());
      const pages: number[] = [];
      for await (const page of bucket.list(key('pages/'))) pages.push(page.length);
      expect(Math.max(...pages)).toBeLessThanOrEqual(bucket.listsAtOnce);
      for await (const page of bucket.list(key('pages/'))) {
        expect(page.length).toBeGreaterThan(0);
        break;
      }
      for (let from = 0; from < names.length; from += bucket.removesAtOnce)
        await bucket.remove(names.slice(from, from + bucket.removesAtOnce));
      expect(await listed(bucket, key('pages/'))).toEqual([]);
    }, 60_000);

    test('takes odd names', async () => {
      const { bucket } = opened;
      const names = ODD_NAMES.map((name) => key(`odd/${name}`));
      for (const name of names) await bucket.put(request(name, Buffer.from(name)));
      expect((await listed(bucket, key('odd/'))).map((entry) => entry.key).sort()).toEqual([...names].sort());
      for (const name of names) {
        expect(Buffer.from((await bucket.get(name, 1000))?.bytes ?? []).toString()).toBe(name);
        await bucket.copyHeaders(name, { contentType: 'text/x-odd' }, {});
        expect((await bucket.head(name))?.headers.contentType).toBe('text/x-odd');
      }
      await bucket.remove(names);
      expect(await listed(bucket, key('odd/'))).toEqual([]);
    }, 60_000);

    test('overwrites in one step: a reader sees the old bytes or the new ones', async () => {
      const { bucket } = opened;
      const sides = [Buffer.alloc(20_000, 'a'), Buffer.alloc(30_000, 'b')];
      await bucket.put(request(key('swap.txt'), sides[0] as Buffer));
      let writing = true;
      const read = (async () => {
        while (writing) {
          const { bytes } = (await bucket.get(key('swap.txt'), 100_000)) ?? {};
          const whole = sides.some((side) => bytes !== undefined && Buffer.compare(side, bytes) === 0);
          expect(whole).toBe(true);
        }
      })();
      for (let turn = 1; turn <= 10; turn++)
        await bucket.put(request(key('swap.txt'), sides[turn % 2] as Buffer));
      writing = false;
      await read;
    });

    test('changes its tag with its bytes', async () => {
      const { bucket } = opened;
      const first = await bucket.put(request(key('tag.txt'), Buffer.from('one')));
      const second = await bucket.put(request(key('tag.txt'), Buffer.from('two')));
      expect(second).not.toEqual(first);
    });

    test('refuses a body that is not what was promised', async () => {
      if (!opened.keepsConditions || opened.checksBodies === false) return;
      const { bucket } = opened;
      const torn = { ...request(key('torn.txt'), Buffer.from('whole')), md5: md5Of('torn') };
      expect(await codeOf(bucket.put(torn))).toBe('bucket-torn');
      expect(await bucket.head(key('torn.txt'))).toBeUndefined();
    });

    test('refuses a file of another size than was planned', async () => {
      const { bucket } = opened;
      const file = join(folder, 'grown.txt');
      writeFileSync(file, 'grown');
      const body = { kind: 'file', file, size: 3 } as const;
      const put = bucket.put({ key: key('grown.txt'), body, md5: md5Of('gro'), headers: TEXT, traits: {} });
      expect(await codeOf(put)).toBe('source-changed');
      expect(await bucket.head(key('grown.txt'))).toBeUndefined();
    });

    test('puts only where there is nothing, if asked to', async () => {
      const { bucket, keepsConditions } = opened;
      const put = (text: string): ReturnType<Bucket['put']> =>
        bucket.put(request(key('absent.txt'), Buffer.from(text), { condition: 'absent' }));
      expect(await put('one')).toEqual({ etag: expect.any(String) });
      const again = await put('two');
      if (!keepsConditions) return;
      expect(again).toBe('refused');
      expect(Buffer.from((await bucket.get(key('absent.txt'), 9))?.bytes ?? []).toString()).toBe('one');
    });

    test('puts only where the tag is the one that is known, if asked to', async () => {
      const { bucket, keepsConditions } = opened;
      if (!keepsConditions) return;
      const put = (path: string, text: string, etag: string): ReturnType<Bucket['put']> =>
        bucket.put(request(key(path), Buffer.from(text), { condition: { etag } }));
      const first = tagOf(await bucket.put(request(key('match.txt'), Buffer.from('one'))));
      const second = tagOf(await put('match.txt', 'two', first));
      expect(await put('match.txt', 'three', first)).toBe('refused');
      // A tag that nothing has: by it a publish tries whether the store minds tags.
      expect(await put('match.txt', 'four', '0')).toBe('refused');
      const entries = await listed(bucket, key('match.txt'));
      expect(entries.map(({ etag }) => etag)).toEqual([second]);
      expect(await put('match-nowhere.txt', 'one', first)).toBe('refused');
    });

    test('lets one of twenty win that put at once', async () => {
      const { bucket, keepsConditions } = opened;
      if (!keepsConditions) return;
      const race = (word: string, condition: PutRequest['condition']): Promise<readonly unknown[]> =>
        Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            bucket.put(
              request(key('race.txt'), Buffer.from(`${word} ${index}`), { ...(condition && { condition }) }),
            ),
          ),
        );
      const created = await race('new', 'absent');
      expect(created.filter((each) => each !== 'refused')).toHaveLength(1);
      const replaced = await race('newer', { etag: (await bucket.head(key('race.txt')))?.etag ?? '' });
      expect(replaced.filter((each) => each !== 'refused')).toHaveLength(1);
    });

    test('replaces all headers of an object, and leaves its bytes', async () => {
      const { bucket } = opened;
      const bytes = Buffer.from('the same bytes');
      await bucket.put(request(key('headers.txt'), bytes, { headers: ALL }));
      const headers: ObjectHeaders = {
        contentType: 'text/plain',
        cacheControl: 'no-cache',
        metadata: { x: '1' },
      };
      const { etag } = await bucket.copyHeaders(key('headers.txt'), headers, {});
      const head = await bucket.head(key('headers.txt'));
      if (opened.keepsOldHeaders === true) expect(head?.headers).toMatchObject(headers);
      else expect(head?.headers).toEqual(headers);
      expect(head).toMatchObject({ etag, size: bytes.length });
      const [entry] = await listed(bucket, key('headers.txt'));
      // Azure forgets the MD5 of a blob whose headers are set anew, unless it is told once more.
      expect(entry).toMatchObject({
        etag,
        md5: opened.bucket.name.startsWith('azure') ? md5Of(bytes) : (entry?.md5 ?? null),
      });
      expect(Buffer.from((await bucket.get(key('headers.txt'), 100))?.bytes ?? []).toString()).toBe(
        `${bytes}`,
      );
    });

    test('removes what it is told to, and minds nothing that is gone', async () => {
      const { bucket } = opened;
      for (const path of ['gone/a.txt', 'gone/b.txt', 'gone/c.txt'])
        await bucket.put(request(key(path), Buffer.from(path)));
      await bucket.remove([key('gone/a.txt'), key('gone/c.txt'), key('gone/never.txt')]);
      expect((await listed(bucket, key('gone/'))).map((entry) => entry.key)).toEqual([key('gone/b.txt')]);
      await bucket.remove([]);
    });

    test('sends a large body in parts, with its headers', async () => {
      const { bucket, inParts } = opened;
      if (inParts === null) return;
      const bytes = Buffer.alloc(inParts, 'part');
      const file = join(folder, 'parts.bin');
      writeFileSync(file, bytes);
      const { md5 } = request('', bytes);
      const body = { kind: 'file', file, size: bytes.length } as const;
      await bucket.put({ key: key('parts.bin'), body, md5, headers: ALL, traits: {} });
      const head = await bucket.head(key('parts.bin'));
      expect(head).toMatchObject({ size: bytes.length, headers: ALL });
      const read = await bucket.get(key('parts.bin'), bytes.length);
      expect(md5Of(read?.bytes ?? Buffer.alloc(0))).toBe(md5);
      expect(head?.md5 ?? md5).toBe(md5);
    }, 120_000);
  });
}

/** A request for a PUT of these bytes. */
export function request(
  key: string,
  bytes: Uint8Array,
  { headers = TEXT, condition }: Partial<Pick<PutRequest, 'headers' | 'condition'>> = {},
): PutRequest {
  const body = { kind: 'bytes', bytes } as const;
  return { key, body, md5: md5Of(bytes), headers, traits: {}, ...(condition !== undefined && { condition }) };
}

async function listed(bucket: Bucket, prefix: string): Promise<readonly BucketEntry[]> {
  const entries: BucketEntry[] = [];
  for await (const page of bucket.list(prefix)) entries.push(...page);
  return entries;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'nothing was thrown';
  } catch (error) {
    return error instanceof CollectstaticError ? (error.problems[0]?.code ?? '') : String(error);
  }
}

async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

function tagOf(put: Awaited<ReturnType<Bucket['put']>>): string {
  if (put === 'refused') throw new Error('the PUT was refused');
  return put.etag;
}

function md5Of(bytes: Uint8Array | string): string {
  return createHash('md5').update(bytes).digest('hex');
}
