import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/format.ts';
import {
  forget,
  type Ledger,
  NO_LEDGER,
  nextLedger,
  readLedger,
  serialiseLedger,
} from '../../src/ledger/index.ts';
import type { Asset, Location, Outcome } from '../../src/types.ts';
import { asset } from '../storages/folder.ts';
import { openMemory } from '../storages/memory.ts';

const A = asset('css/a.css');
const HASHED = asset('css/a.0123456789ab.css');
const MONDAY = new Date('2026-03-02T08:00:00Z');
const TUESDAY = new Date('2026-03-03T08:00:00Z');

const APP: Location = { finder: 'apps', name: 'blog', root: '/srv/secret/blog/static', prefix: '' };

function planned(size: number): Asset {
  return { path: A, source: { path: A, file: `${APP.root}/${A}`, location: APP, size, mtimeMs: 1234.5 } };
}

const COPIED: Outcome = { path: A, action: 'copied', why: 'collected', from: `${APP.root}/${A}` };
const STAYS: Outcome = { ...COPIED, action: 'unmodified' };
const MADE: Outcome = { path: HASHED, action: 'processed', why: 'hashed', of: A };

function run(last: Ledger, outcomes: readonly Outcome[], now: Date, size: number = 1): Ledger {
  return nextLedger(last, [planned(size)], outcomes, undefined, now);
}

function written(ledger: Ledger): Buffer {
  return Buffer.concat([...serialiseLedger(ledger)]);
}

test('knows what a run has put there, and nothing of the machine', () => {
  const ledger = run(NO_LEDGER, [COPIED, MADE], MONDAY);
  expect(ledger.release).toBe(1);
  expect(Object.fromEntries(ledger.files)).toEqual({
    [A]: { why: 'collected', since: 1, from: { finder: 'apps', app: 'blog' }, size: 1 },
    [HASHED]: { why: 'hashed', of: A, since: 1 },
  });
  expect(written(ledger).toString()).not.toContain('secret');
});

test('a run that changes nothing gives the very same ledger', () => {
  const first = run(NO_LEDGER, [COPIED, MADE], MONDAY);
  expect(run(first, [STAYS, MADE], TUESDAY)).toBe(first);
});

test('a file is since the release that brought it as it is', () => {
  const second = run(run(NO_LEDGER, [COPIED], MONDAY), [STAYS, MADE], TUESDAY);
  expect([second.release, second.files.get(A)?.since, second.files.get(HASHED)?.since]).toEqual([2, 1, 2]);
  const third = run(second, [COPIED, MADE], TUESDAY, 99);
  expect([third.files.get(A)?.since, third.files.get(HASHED)?.since]).toEqual([3, 2]);
});

test('what is wanted no more is retired once, what is wanted again is not, what is deleted is ours until it is gone', () => {
  const first = run(NO_LEDGER, [COPIED, MADE], MONDAY);
  const second = run(first, [STAYS], TUESDAY);
  const retired = { release: 2, at: TUESDAY.toISOString() };
  expect(second.files.get(HASHED)).toEqual({ why: 'hashed', of: A, since: 1, retired });
  expect(run(second, [STAYS], new Date('2026-04-01'))).toBe(second);
  const third = run(second, [STAYS, MADE], TUESDAY);
  expect(third.files.get(HASHED)).toEqual({ why: 'hashed', of: A, since: 3 });
  const cleared = run(second, [STAYS, { path: HASHED, action: 'deleted', why: 'collected' }], TUESDAY);
  expect(cleared.files.get(HASHED)).toMatchObject({ retired });
  expect([...forget(cleared, [HASHED]).files.keys()]).toEqual([A]);
  expect(forget(cleared, [])).toBe(cleared);
});

test('is read back as it was written', async () => {
  const ledger = {
    ...run(run(NO_LEDGER, [COPIED, MADE], MONDAY), [COPIED], TUESDAY),
    lastRun: { a: [1, null] },
  };
  const plain = ({ files, ...rest }: Ledger) => ({ ...rest, files: new Map(files) });
  expect(plain(openLedger(written(ledger)) ?? NO_LEDGER)).toEqual(plain(ledger));
  const storage = openMemory();
  expect(readLedger(storage)).toBe(NO_LEDGER);
  storage.writeLedger(serialiseLedger(ledger));
  storage.write(A, Buffer.from('a'));
  await storage.place([]);
  expect(plain(readLedger(storage))).toEqual(plain(ledger));
});

test('is read as earlier versions wrote it, but for what the last run knew', () => {
  const text = [
    '{"format":1,"release":2,"digest":"d",',
    '"from":[["apps","blog"]],',
    '"memory":{"rules":"","files":{}},',
    `"files":{"${A}":[1,0,7],"${HASHED}":[1,"hashed","${A}",2,"2026-03-03T08:00:00.000Z"],"staticfiles.json":[2,"manifest",""],"../x":[1,0,7],"y":7,"z":[1,"z",""]}}`,
    '',
  ].join('\n');
  let dropped = 0;
  const ledger = openLedger(Buffer.from(text), (count) => {
    dropped = count;
  });
  expect([ledger?.release, ledger?.digest, ledger?.lastRun]).toEqual([2, 'd', {}]);
  expect(new Map(ledger?.files)).toEqual(
    new Map<string, unknown>([
      [A, { why: 'collected', since: 1, from: { finder: 'apps', app: 'blog' }, size: 7 }],
      [HASHED, { why: 'hashed', since: 1, of: A, retired: { release: 2, at: '2026-03-03T08:00:00.000Z' } }],
      ['staticfiles.json', { why: 'manifest', since: 2 }],
    ]),
  );
  expect(dropped).toBe(3);
});

test('what the last run left is kept without a new release', () => {
  const first = run(NO_LEDGER, [COPIED], MONDAY);
  const next = nextLedger(first, [planned(1)], [STAYS], { rules: 1 }, TUESDAY);
  expect(next).toEqual({ ...first, lastRun: { rules: 1 } });
});

test('what offers a file is part of what changed', () => {
  const first = run(NO_LEDGER, [COPIED], MONDAY);
  const { source } = planned(1);
  const elsewhere: Asset = { path: A, source: { ...source, location: { ...APP, name: 'theme' } } };
  const second = nextLedger(first, [elsewhere], [STAYS], undefined, TUESDAY);
  expect(second.files.get(A)).toEqual({
    why: 'collected',
    since: 1,
    from: { finder: 'apps', app: 'theme' },
    size: 1,
  });
});

test('anything but a whole ledger is none, or has no files', () => {
  const whole = written(run(run(NO_LEDGER, [COPIED, MADE], MONDAY), [STAYS], TUESDAY)).toString();
  const open = (text: string) => openLedger(Buffer.from(text));
  const filesOf = (text: string): number => open(text)?.files.size ?? 0;
  expect(filesOf(whole)).toBe(2);
  for (let length = 0; length < whole.length; length++) expect(filesOf(whole.slice(0, length))).toBe(0);
  expect(open(whole.replace('"format":2', '"format":3'))).toBeNull();
  expect(open(whole.replace('"release":2', '"release":-1'))).toBeNull();
  expect(filesOf(whole.replaceAll(A, '../../etc/passwd'))).toBe(0);
  expect(filesOf(whole.replace('"apps"', '7'))).toBe(0);
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(open(text)).toBeNull();
    }),
  );
});
