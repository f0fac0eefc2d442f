import fc from 'fast-check';
import { expect, test } from 'vitest';
import { difference } from '../../src/publish/difference.ts';
import { digestOf, withOwnMetadata } from '../../src/publish/headers.ts';
import { parseRemote, serialiseRemote } from '../../src/publish/remote/format.ts';
import { NO_REMOTE_LEDGER, type RemoteFile, type RemoteLedger } from '../../src/publish/remote/ledger.ts';
import type { BucketEntry, ObjectHeaders, WantedObject } from '../../src/types.ts';
import { asset } from '../storages/folder.ts';
import { md5Of } from './memory-bucket.ts';

const PATHS = ['a.css', 'b/c.js', 'd e+f.svg', 'css/site.55e7cbb9ba48.css', 'ü.html'] as const;

interface Side {
  readonly text: string;
  readonly control: string;
}

const side: fc.Arbitrary<Side> = fc.record({
  text: fc.constantFrom('one', 'two', 'three'),
  control: fc.constantFrom('no-cache', 'max-age=60'),
});

/** What one key is to be, what lies there, and what the ledger says of it. `null`: nothing. */
const key = fc.record({
  path: fc.constantFrom(...PATHS),
  wanted: fc.option(side),
  there: fc.option(side),
  row: fc.option(side),
  retired: fc.boolean(),
  opaque: fc.boolean(),
  /** The object was put by others since: the ledger knows another tag. */
  isTouched: fc.boolean(),
});

const keys = fc.uniqueArray(key, { selector: ({ path }) => path });
type Key = Parameters<Parameters<typeof keys.map>[0]>[0][number];

function headersOf({ control }: Side): ObjectHeaders {
  return { contentType: 'text/plain', cacheControl: control };
}

function wantedOf(path: string, wanted: Side): WantedObject {
  const headers = headersOf(wanted);
  const [md5, digest] = [md5Of(Buffer.from(wanted.text)), digestOf(headers, {})];
  return {
    path: asset(path),
    key: `static/${path}`,
    lifetime: 'mutable',
    source: { kind: 'bytes', bytes: Buffer.from(wanted.text) },
    size: wanted.text.length,
    md5,
    headers: withOwnMetadata(headers, md5, digest),
    traits: {},
    digest,
    of: null,
  };
}

function tagOf({ text, control }: Side, { opaque }: Key): string {
  return opaque ? `tag-${text}-${control}` : md5Of(Buffer.from(text));
}

function entryOf(each: Key, there: Side): BucketEntry {
  const md5 = md5Of(Buffer.from(there.text));
  const etag = tagOf(there, each);
  return {
    key: `static/${each.path}`,
    size: there.text.length,
    etag,
    md5: each.opaque ? null : md5,
    headers: null,
  };
}

function rowOf(each: Key, row: Side): RemoteFile {
  const { size, md5, digest } = wantedOf(each.path, row);
  const retired = each.retired ? { retired: { release: 2, at: '2026-01-01T00:00:00.000Z' } } : {};
  return {
    size,
    md5,
    digest,
    etag: each.isTouched ? 'other' : tagOf(row, each),
    since: 1,
    of: null,
    ...retired,
  };
}

function worldOf(all: readonly Key[]): {
  readonly wanted: readonly WantedObject[];
  readonly state: { readonly entries: Map<string, BucketEntry>; readonly ledger: RemoteLedger };
} {
  const wanted = all.flatMap((each) => (each.wanted === null ? [] : [wantedOf(each.path, each.wanted)]));
  const entries = new Map(
    all.flatMap((each) => (each.there === null ? [] : [[`static/${each.path}`, entryOf(each, each.there)]])),
  );
  const files = new Map(
    all.flatMap((each) => (each.row === null ? [] : [[asset(each.path), rowOf(each, each.row)]])),
  );
  return { wanted, state: { entries, ledger: { ...NO_REMOTE_LEDGER, release: 3, files } } };
}

/** What each object would answer. */
function headsOf(all: readonly Key[]): Map<string, { readonly headers: ObjectHeaders } | null> {
  return new Map(
    all.map((each) => {
      if (each.there === null) return [`static/${each.path}`, null];
      const { headers } = wantedOf(each.path, each.there);
      const { metadata: _, ...bare } = headers;
      return [`static/${each.path}`, { headers: each.isTouched ? bare : headers }];
    }),
  );
}

test('every wanted key is put, given headers, kept or asked, exactly once; what is gone is ours and unwanted', () => {
  fc.assert(
    fc.property(keys, (all) => {
      const { wanted, state } = worldOf(all);
      const found = difference(wanted, state);
      const named = [
        ...found.puts.map(({ object }) => object.path),
        ...found.headers.map(({ object }) => object.path),
        ...found.keeps.map(({ object }) => object.path),
        ...found.unasked.map(({ path }) => path),
      ];
      expect(named.sort()).toEqual(wanted.map(({ path }) => path).sort());
      const gone = all.filter(({ wanted: is, row, retired }) => is === null && row !== null && !retired);
      expect([...found.gone].sort()).toEqual(gone.map(({ path }) => path).sort());
    }),
  );
});

test('nothing is kept that has other bytes, and no headers are left that are known to be others', () => {
  fc.assert(
    fc.property(keys, (all) => {
      const { wanted, state } = worldOf(all);
      const found = difference(wanted, state, headsOf(all));
      expect(found.unasked).toEqual([]);
      const there = new Map(all.map((each) => [each.path as string, each.there]));
      const is = new Map(all.map((each) => [each.path as string, each.wanted]));
      for (const { object } of [...found.keeps, ...found.headers])
        expect(there.get(object.path)?.text).toBe(is.get(object.path)?.text);
      for (const { object } of found.puts) {
        const each = all.find(({ path }) => path === object.path);
        // What is there and right is sent only where nothing vouches for it.
        if (each?.there?.text === each?.wanted?.text) expect(each?.opaque).toBe(true);
      }
    }),
  );
});

test('once done, the difference is none', () => {
  fc.assert(
    fc.property(keys, (all) => {
      const done = all.map((each) => ({
        ...each,
        there: each.wanted ?? each.there,
        row: each.wanted ?? each.row,
        isTouched: false,
      }));
      const settled = done.map((each) => ({ ...each, retired: each.wanted === null }));
      const { wanted, state } = worldOf(settled);
      const { puts, headers, unasked, gone, unnoted } = difference(wanted, state);
      expect([puts, headers, unasked, gone, unnoted]).toEqual([[], [], [], [], 0]);
    }),
  );
});

test('a ledger is read as it was written, and any text without an exception', () => {
  fc.assert(
    fc.property(keys, fc.string(), (all, text) => {
      const { ledger } = worldOf(all).state;
      const written = { ...ledger, id: 'abc', at: '2026-01-01T00:00:00.000Z', conditions: true };
      const read = parseRemote(serialiseRemote(written));
      expect(read).toEqual({ kind: 'ledger', dropped: 0, ledger: written });
      expect(['damaged', 'newer', 'ledger']).toContain(parseRemote(Buffer.from(text)).kind);
    }),
  );
  fc.assert(
    fc.property(fc.json(), fc.jsonValue(), (text, value) => {
      parseRemote(Buffer.from(text));
      const odd = {
        format: 1,
        release: 1,
        id: '',
        at: '',
        digests: [value, [value, value]],
        files: { 'a.css': value, 'b.css': [1, 'x', value] },
        claim: value,
        past: [value, { names: value }],
        purge: value,
      };
      parseRemote(Buffer.from(JSON.stringify(odd)));
    }),
  );
});
