import { hashedName } from '../../hashed-name.ts';
import { toAssetPath } from '../../path.ts';
import { encode } from '../../text/batches.ts';
import { isCount, isRecord } from '../../text/json.ts';
import type { AssetPath, ObjectHeaders } from '../../types.ts';
import type { Claim, PastRelease, PurgeNote, RemoteFile, RemoteLedger } from './ledger.ts';

const FORMAT = 1;
/** Bytes. The ledger of half a million files has fewer. */
export const LEDGER_LIMIT = 100_000_000;

/** A manifest's name that can be made from its path and the hash in it. */
const FINGERPRINTED = 1;

/**
 * `[size, MD5, number of the digest, since, of]`, then the ETag if it is not the MD5 (or 0), then, if retired, release and time.
 * `of`: 0 nothing, 1 the path without its hash, else the path.
 */
type Row = readonly [number, string, number, number, number | string, ...unknown[]];

/** Writes the ledger as JSON, a line for each file. */
export function serialiseRemote(ledger: RemoteLedger): Buffer {
  const digests = new Map<string, number>();
  const { files, headers, claim, past, purge, ...head } = ledger;
  return encode(
    (function* pieces() {
      yield `${JSON.stringify({ format: FORMAT, ...head }).slice(0, -1)},\n`;
      yield `"claim":${JSON.stringify(claim && claimJson(claim))},\n`;
      yield `"past":${JSON.stringify(past.map(pastJson))},\n`;
      yield `"purge":${JSON.stringify(purge && purgeJson(purge))},\n"files":{`;
      let comma = '\n';
      for (const [path, file] of files) {
        yield `${comma}${JSON.stringify(path)}:${JSON.stringify(rowOf(path, file, digests))}`;
        comma = ',\n';
      }
      const told = [...digests.keys()].map((digest) => [digest, headers.get(digest) ?? null]);
      yield `},\n"digests":${JSON.stringify(told)}}\n`;
    })(),
  );
}

function rowOf(path: AssetPath, file: RemoteFile, digests: Map<string, number>): Row {
  const number = digests.get(file.digest) ?? digests.size;
  digests.set(file.digest, number);
  const { of, retired, etag, md5 } = file;
  const row: Row = [
    file.size,
    md5,
    number,
    file.since,
    of === null ? 0 : of === unhashed(path) ? FINGERPRINTED : of,
  ];
  if (retired !== undefined) return [...row, etag === md5 ? 0 : etag, retired.release, retired.at];
  return etag === md5 ? row : [...row, etag];
}

/** The path whose fingerprinted name this would be; `null` if it is none. */
function unhashed(name: AssetPath): AssetPath | null {
  const folder = name.slice(0, name.lastIndexOf('/') + 1);
  const [, start, hash, end] = /^(.*)\.([0-9a-f]{12})(\.[^.]*)?$/.exec(name.slice(folder.length)) ?? [];
  if (start === undefined || hash === undefined) return null;
  const path = toAssetPath(folder + start + (end ?? ''));
  return path !== null && hashedName(path, hash) === name ? path : null;
}

function claimJson({ files, ...claim }: Claim): unknown {
  return {
    ...claim,
    files: Object.fromEntries([...files].map(([path, { size, md5 }]) => [path, [size, md5]])),
  };
}

/** Under the name that earlier versions know: they, too, tell CDNs then. */
function purgeJson({ owed, ...note }: PurgeNote): unknown {
  return { ...note, failed: owed };
}

function pastJson({ names, ...release }: PastRelease): unknown {
  return { ...release, names: Object.fromEntries(names) };
}

/** What was read: a ledger, one of a later version, or something else. Rows that no publish has written are dropped, and counted. */
export type ReadLedger =
  | { readonly kind: 'ledger'; readonly ledger: RemoteLedger; readonly dropped: number }
  | { readonly kind: 'newer' }
  | { readonly kind: 'damaged'; readonly cause: string };

/** Reads a ledger. It comes from outside: each path goes through `toAssetPath`, each value is checked. */
export function parseRemote(bytes: Uint8Array): ReadLedger {
  let stored: unknown;
  try {
    stored = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    return { kind: 'damaged', cause: error instanceof Error ? error.message.slice(0, 200) : String(error) };
  }
  if (!isRecord(stored) || !isCount(stored.format)) return { kind: 'damaged', cause: 'it is no ledger' };
  if (stored.format > FORMAT) return { kind: 'newer' };
  const { release, id, at, builtAt, conditions } = stored;
  if (
    !isCount(release) ||
    !isId(id) ||
    !isTime(at) ||
    !isRecord(stored.files) ||
    !Array.isArray(stored.digests)
  )
    return { kind: 'damaged', cause: 'its head is not such as a publish writes' };
  const digests = stored.digests.map((pair) => (Array.isArray(pair) ? (pair as readonly unknown[]) : []));
  const rows = Object.entries(stored.files);
  const files = new Map<AssetPath, RemoteFile>();
  for (const [name, row] of rows) {
    const path = toAssetPath(name);
    const file = path === name ? fileOf(path as AssetPath, row, digests) : null;
    if (file !== null) files.set(path as AssetPath, file);
  }
  const past = Array.isArray(stored.past) ? stored.past.map(pastOf).filter((each) => each !== null) : [];
  return {
    kind: 'ledger',
    dropped: rows.length - files.size,
    ledger: {
      release,
      id,
      at,
      builtAt: isCount(builtAt) ? builtAt : null,
      restores: isCount(stored.restores) ? stored.restores : null,
      conditions: typeof conditions === 'boolean' ? conditions : null,
      files,
      headers: new Map(digests.flatMap(([digest, headers]) => headersOf(digest, headers))),
      past,
      claim: claimOf(stored.claim),
      purge: purgeOf(stored.purge),
    },
  };
}

function fileOf(path: AssetPath, row: unknown, digests: readonly (readonly unknown[])[]): RemoteFile | null {
  if (!Array.isArray(row)) return null;
  const [size, md5, number, since, what, tag, release, at] = row as readonly unknown[];
  if (!isCount(size) || !isMd5(md5) || !isCount(number) || !isCount(since)) return null;
  const digest = digests[number]?.[0];
  const of = what === 0 ? null : what === FINGERPRINTED ? unhashed(path) : toPath(what);
  if (typeof digest !== 'string' || (what !== 0 && of === null)) return null;
  const etag = typeof tag === 'string' ? tag : md5;
  const retired = isCount(release) && isTime(at) ? { retired: { release, at } } : {};
  return { size, md5, digest, etag, since, of, ...retired };
}

function headersOf(digest: unknown, headers: unknown): readonly [string, ObjectHeaders][] {
  if (typeof digest !== 'string' || !isRecord(headers) || typeof headers.contentType !== 'string') return [];
  const texts = Object.entries(headers).filter(([, value]) => typeof value === 'string');
  return [[digest, Object.fromEntries(texts) as unknown as ObjectHeaders]];
}

function claimOf(stored: unknown): Claim | null {
  if (!isRecord(stored) || !isId(stored.id) || !isCount(stored.release) || !isCount(stored.expires))
    return null;
  const files = new Map<AssetPath, { readonly size: number; readonly md5: string }>();
  for (const [name, row] of Object.entries(isRecord(stored.files) ? stored.files : {})) {
    const path = toPath(name);
    if (path === null || !Array.isArray(row) || !isCount(row[0]) || !isMd5(row[1])) continue;
    files.set(path, { size: row[0], md5: row[1] });
  }
  const { id, release, expires } = stored;
  return { id, release, expires, files, changed: pathsOf(stored.changed), owed: stored.owed === true };
}

function pastOf(stored: unknown): PastRelease | null {
  if (!isRecord(stored) || !isCount(stored.release) || !isTime(stored.at) || !isRecord(stored.names))
    return null;
  const names = new Map<AssetPath, string | null>();
  for (const [name, to] of Object.entries(stored.names)) {
    const path = toPath(name);
    if (path === null || (to !== null && toPath(to) === null)) return null;
    names.set(path, to as string | null);
  }
  const builtAt = isCount(stored.builtAt) ? stored.builtAt : null;
  return { release: stored.release, at: stored.at, builtAt, names };
}

function purgeOf(stored: unknown): PurgeNote | null {
  if (!isRecord(stored) || !isCount(stored.release) || !isId(stored.id) || !Array.isArray(stored.paths))
    return null;
  const { release, id, paths, failed } = stored;
  return { release, id, paths: pathsOf(paths), owed: failed === true };
}

function pathsOf(stored: unknown): readonly AssetPath[] {
  return Array.isArray(stored) ? stored.map(toPath).filter((path) => path !== null) : [];
}

function toPath(value: unknown): AssetPath | null {
  if (typeof value !== 'string') return null;
  const path = toAssetPath(value);
  return path === value ? path : null;
}

function isMd5(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{0,64}$/.test(value);
}

/** As `Date.toISOString` writes it, or nothing. */
function isTime(value: unknown): value is string {
  if (value === '') return true;
  return (
    typeof value === 'string' &&
    !Number.isNaN(Date.parse(value)) &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)
  );
}
