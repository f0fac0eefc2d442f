import type { AssetPath, ObjectHeaders, Retirement } from '../../types.ts';

/** What the ledger of a bucket says of an object that a publish of ours has put there. */
export interface RemoteFile {
  /** Bytes and MD5 of what was sent. */
  readonly size: number;
  readonly md5: string;
  /** Of its headers and traits. */
  readonly digest: string;
  /** As the store told when it had it; empty where nobody knows whether it has what was sent last. */
  readonly etag: string;
  /** The release that wanted it first, and every one since. */
  readonly since: number;
  /** The path that the manifest serves under this one; `null` if it names it nowhere. */
  readonly of: AssetPath | null;
  /** The first release that did not want it any more; it is still there. */
  readonly retired?: Retirement;
}

/** The names that an earlier manifest gave to paths, where the next one gives others; `null`: it did not name that path. */
export type NameChanges = ReadonlyMap<AssetPath, string | null>;

/** An earlier release, as it differs from the one after it. */
export interface PastRelease {
  readonly release: number;
  /** ISO 8601. */
  readonly at: string;
  /** When its files were collected, milliseconds; `null` if nothing tells. */
  readonly builtAt: number | null;
  readonly names: NameChanges;
}

/** The right of one publisher to write, and what it is about to change: should it die, these objects are ours all the same. */
export interface Claim {
  readonly id: string;
  readonly release: number;
  /** Milliseconds, by the store's clock. After it, anybody may take over. */
  readonly expires: number;
  readonly files: ReadonlyMap<AssetPath, { readonly size: number; readonly md5: string }>;
  /** What it is about to change for those who ask a CDN, and whether it is going to tell one. */
  readonly changed: readonly AssetPath[];
  readonly owed: boolean;
}

/** What was changed for those who ask a CDN: by a release, by those that failed before it, and since CDNs were told last. */
export interface PurgeNote {
  /** One more than that of the ledger, where it has failed. */
  readonly release: number;
  /** Given to the CDN, so that the same purge is not done twice: other paths have another one. */
  readonly id: string;
  readonly paths: readonly AssetPath[];
  /** True from before CDNs are told until each of them has answered: whoever publishes next tells them then. */
  readonly owed: boolean;
}

/**
 * The ledger of a bucket: which objects are ours, since when, and who is writing. Losing it costs requests, never an object:
 * what it does not name is never removed.
 */
export interface RemoteLedger {
  /** Counts the publishes that changed something; 0 before the first. */
  readonly release: number;
  /** Of the publish that wrote it. */
  readonly id: string;
  readonly at: string;
  readonly builtAt: number | null;
  /** The release whose names a rollback has brought back; `null` for one of its own. */
  readonly restores: number | null;
  /** Whether the store minds conditions of a PUT; `null` if nobody has tried. */
  readonly conditions: boolean | null;
  readonly files: ReadonlyMap<AssetPath, RemoteFile>;
  /** The headers behind the digests of `files`, without metadata: for words. */
  readonly headers: ReadonlyMap<string, ObjectHeaders>;
  /** The newest first. */
  readonly past: readonly PastRelease[];
  readonly claim: Claim | null;
  readonly purge: PurgeNote | null;
}

export const NO_REMOTE_LEDGER: RemoteLedger = {
  release: 0,
  id: '',
  at: '',
  builtAt: null,
  restores: null,
  conditions: null,
  files: new Map(),
  headers: new Map(),
  past: [],
  claim: null,
  purge: null,
};

/** The ledger where work on these paths was begun, and nobody knows how far it came: their rows have no tag, so objects are asked. */
export function withDoubts(ledger: RemoteLedger, paths: Iterable<AssetPath>): RemoteLedger {
  const files = new Map(ledger.files);
  for (const path of paths) {
    const row = files.get(path);
    if (row !== undefined) files.set(path, { ...row, etag: '' });
  }
  return { ...ledger, files };
}

/**
 * The note of a release that changes these paths; what is noted already stays, if CDNs are still to be told of it, or if the
 * release that changed it has failed. `owed`: CDNs are going to be told.
 */
export function notedChanges(
  ledger: Pick<RemoteLedger, 'release' | 'purge'>,
  { id, release, changed, owed }: Pick<Claim, 'id' | 'release' | 'changed' | 'owed'>,
): PurgeNote {
  const { purge } = ledger;
  const before = purge !== null && (purge.owed || purge.release > ledger.release) ? purge.paths : [];
  const paths = united(before, changed);
  return { release, id, paths, owed: purge?.owed === true || (owed && paths.length > 0) };
}

/** The paths that CDNs are still to be told of. */
export function owedPaths(purge: PurgeNote | null): readonly AssetPath[] {
  return purge?.owed === true ? purge.paths : [];
}

/** Paths of both, sorted, each once. */
export function united(some: readonly AssetPath[], others: readonly AssetPath[]): readonly AssetPath[] {
  return [...new Set([...some, ...others])].sort();
}

/** Objects that are about to be removed, as a claim names them. */
export function removalsOf(
  { files }: RemoteLedger,
  paths: readonly AssetPath[],
): readonly (Pick<RemoteFile, 'size' | 'md5'> & { readonly path: AssetPath })[] {
  return paths.flatMap((path) => {
    const row = files.get(path);
    return row === undefined ? [] : [{ path, size: row.size, md5: row.md5 }];
  });
}

/** The names of the manifest of the current release. */
export function currentNames({ files }: RemoteLedger): ReadonlyMap<AssetPath, string> {
  const names = new Map<AssetPath, string>();
  for (const [path, { of, retired }] of files) if (of !== null && retired === undefined) names.set(of, path);
  return names;
}

/** How `names` differ from those that come after them. */
export function nameChanges(
  names: ReadonlyMap<AssetPath, string>,
  next: ReadonlyMap<AssetPath, string>,
): NameChanges {
  const changes = new Map<AssetPath, string | null>();
  for (const [path, name] of names) if (next.get(path) !== name) changes.set(path, name);
  for (const path of next.keys()) if (!names.has(path)) changes.set(path, null);
  return changes;
}

/** The names of an earlier release that the ledger still tells; `null` if it does not. */
export function namesOfRelease(ledger: RemoteLedger, release: number): ReadonlyMap<AssetPath, string> | null {
  const names = new Map(currentNames(ledger));
  if (release === ledger.release) return names;
  for (const past of ledger.past) {
    for (const [path, name] of past.names) {
      if (name === null) names.delete(path);
      else names.set(path, name);
    }
    if (past.release === release) return names;
  }
  return null;
}
