import type { AssetPath, BucketEntry, ObjectHeaders, WantedObject } from '../../types.ts';
import type { Sent } from '../sending/send.ts';
import {
  currentNames,
  nameChanges,
  notedChanges,
  type PurgeNote,
  type RemoteFile,
  type RemoteLedger,
  withDoubts,
} from './ledger.ts';

/** Earlier releases that a ledger tells the manifests of. */
export const PAST_RELEASES = 20;

/** What a ledger is made of when a publish has come to its end. */
export interface Ending {
  /** The ledger as it was claimed. */
  readonly ledger: RemoteLedger;
  readonly id: string;
  readonly at: string;
  readonly builtAt: number | null;
  /** Each object and its tag. */
  readonly objects: readonly { readonly object: WantedObject; readonly etag: string }[];
  readonly removed: ReadonlySet<AssetPath>;
  readonly purge: PurgeNote | null;
}

/** The ledger of the release that is in the bucket now: what it does not want any more is retired. */
export function nextRemoteLedger(ending: Ending): RemoteLedger {
  const { ledger, objects, id, at, builtAt, removed, purge } = ending;
  const release = ledger.release + 1;
  const files = new Map<AssetPath, RemoteFile>();
  for (const { object, etag } of objects) files.set(object.path, rowOf(object, etag, ledger, release));
  for (const [path, row] of ledger.files) {
    if (files.has(path) || removed.has(path)) continue;
    files.set(path, row.retired === undefined ? { ...row, retired: { release, at } } : row);
  }
  const next = { ...ledger, release, id, at, builtAt, restores: null, files, purge };
  const { release: number, at: then, builtAt: built } = ledger;
  const names = nameChanges(currentNames(ledger), currentNames(next));
  const past = number === 0 ? [] : [{ release: number, at: then, builtAt: built, names }, ...ledger.past];
  return {
    ...next,
    headers: toldHeaders(
      files,
      ledger,
      objects.map(({ object }) => object),
    ),
    past: past.slice(0, PAST_RELEASES),
  };
}

/**
 * The ledger of a publish that has failed: the release is the one before, and what was sent all the same is ours, and noted for
 * CDNs. Whether the store has done what failed, nobody knows.
 */
export function abandonedLedger(ledger: RemoteLedger, { begun, done }: Sent, at: string): RemoteLedger {
  const release = ledger.release + 1;
  const files = new Map(withDoubts(ledger, begun).files);
  for (const [path, { object, etag }] of done) {
    const row = ledger.files.get(path);
    const next = rowOf(object, etag, ledger, release);
    // Nobody wants it yet; the manifest in use may give another path this name, or none.
    files.set(
      path,
      row === undefined
        ? { ...next, of: null, retired: { release, at } }
        : { ...next, of: row.of, ...(row.retired && { retired: row.retired }) },
    );
  }
  const objects = [...done.values()].map(({ object }) => object);
  const purge = noteOfClaim(ledger, (path) => begun.has(path));
  return { ...ledger, files, headers: toldHeaders(files, ledger, objects), claim: null, purge };
}

/**
 * The ledger with what a publisher that died has left: of the objects that it was about to put, those that are there as it
 * wanted them. They are ours, and retired until somebody wants them. How far it came nobody knows: CDNs are to be told of all
 * that it was about to change.
 */
export function withRemains(
  ledger: RemoteLedger,
  prefix: string,
  entries: ReadonlyMap<string, BucketEntry>,
  at: string,
): RemoteLedger {
  const files = new Map(ledger.files);
  for (const [path, { size, md5 }] of ledger.claim?.files ?? []) {
    const there = entries.get(prefix + path);
    if (there === undefined || files.has(path) || there.size !== size || there.md5 !== md5) continue;
    const retired = { release: ledger.release + 1, at };
    files.set(path, { size, md5, digest: '', etag: there.etag, since: ledger.release, of: null, retired });
  }
  return { ...ledger, files, claim: null, purge: noteOfClaim(ledger) };
}

/** The note of what a claim may have changed that has come to nothing, or makes no release. */
export function noteOfClaim(
  ledger: RemoteLedger,
  isBegun: (path: AssetPath) => boolean = () => true,
): PurgeNote | null {
  const { claim, purge } = ledger;
  const changed = claim?.changed.filter(isBegun) ?? [];
  return claim === null || changed.length === 0 ? purge : notedChanges(ledger, { ...claim, changed });
}

function rowOf(object: WantedObject, etag: string, ledger: RemoteLedger, release: number): RemoteFile {
  const { size, md5, digest, of } = object;
  const row = ledger.files.get(object.path);
  const since = row !== undefined && row.retired === undefined ? row.since : release;
  return { size, md5, digest, etag, since, of };
}

/** The headers of the digests that are still in use. */
function toldHeaders(
  files: ReadonlyMap<AssetPath, RemoteFile>,
  ledger: RemoteLedger,
  objects: readonly WantedObject[],
): ReadonlyMap<string, ObjectHeaders> {
  const all = new Map(ledger.headers);
  for (const { digest, headers } of objects) {
    const { metadata: _, ...told } = headers;
    all.set(digest, told);
  }
  const used = new Set([...files.values()].map(({ digest }) => digest));
  return new Map([...all].filter(([digest]) => used.has(digest)));
}
