import type { AssetPath, BucketEntry, ObjectHeaders, WantedObject } from '../types.ts';
import { headerChange, OWN_METADATA } from './headers.ts';
import type { RemoteFile } from './remote/ledger.ts';
import type { RemoteState } from './remote/read-remote.ts';

/** An object to be sent, and what it replaces. */
export interface Put {
  readonly object: WantedObject;
  readonly reason: string;
  readonly there: BucketEntry | null;
  /** True if whoever has asked for it before may have got something else: it lies there, or a publish of ours had put it there. */
  readonly isReplaced: boolean;
  /** True if something lies there that no publish of ours has put. */
  readonly isForeign: boolean;
}

/** What there is to do in a bucket. Data: nothing here does it. */
export interface Difference {
  readonly puts: readonly Put[];
  /** Right bytes, other headers. */
  readonly headers: readonly { readonly object: WantedObject; readonly reason: string }[];
  readonly keeps: readonly { readonly object: WantedObject; readonly etag: string }[];
  /** Objects that have to be asked for their headers before it is known what to do. */
  readonly unasked: readonly WantedObject[];
  /** What is ours, was wanted until now, and is not any more. */
  readonly gone: readonly AssetPath[];
  /** Keys that are right and not in the ledger as such yet. */
  readonly unnoted: number;
}

/** An object as it answered; `null`: it has gone since. */
export type Heads = ReadonlyMap<string, { readonly headers: ObjectHeaders } | null>;

/** True if the row of the ledger says of an object that is right what there is to say. */
function isNoted(object: WantedObject, there: BucketEntry | null, row: RemoteFile | undefined): boolean {
  if (row === undefined || row.retired !== undefined || row.etag !== there?.etag) return false;
  return row.md5 === object.md5 && row.digest === object.digest && row.of === object.of;
}

type Verdict =
  | { readonly kind: 'put'; readonly reason: string }
  | { readonly kind: 'headers'; readonly reason: string }
  | { readonly kind: 'keep' | 'ask' };

/**
 * Compares what is wanted with what is there, from the cheapest sure sign on: size; an MD5 that the store vouches for; the
 * ledger, if the object still has the tag it had then. What only the object itself can tell is `unasked`. An object of more than
 * `copiesUpTo` bytes has to be put for other headers, too.
 */
export function difference(
  wanted: readonly WantedObject[],
  { entries, ledger }: Pick<RemoteState, 'entries' | 'ledger'>,
  heads: Heads = new Map(),
  copiesUpTo: number = Number.POSITIVE_INFINITY,
): Difference {
  const puts: Put[] = [];
  const headers: { readonly object: WantedObject; readonly reason: string }[] = [];
  const keeps: { readonly object: WantedObject; readonly etag: string }[] = [];
  const unasked: WantedObject[] = [];
  let unnoted = 0;
  for (const object of wanted) {
    const there = entries.get(object.key) ?? null;
    const row = ledger.files.get(object.path);
    const verdict = judge(object, there, row, heads.get(object.key), (digest) => ledger.headers.get(digest));
    if (verdict.kind === 'put' || (verdict.kind === 'headers' && object.size > copiesUpTo)) {
      const isOurs = row !== undefined || ledger.claim?.files.has(object.path) === true;
      const isOther = row !== undefined && (row.md5 !== object.md5 || row.digest !== object.digest);
      const { reason } = verdict;
      puts.push({
        object,
        reason,
        there,
        isReplaced: there !== null || isOther,
        isForeign: there !== null && !isOurs,
      });
    } else if (verdict.kind === 'headers') headers.push({ object, reason: verdict.reason });
    else if (verdict.kind === 'ask') unasked.push(object);
    else {
      keeps.push({ object, etag: there?.etag ?? '' });
      if (!isNoted(object, there, row)) unnoted++;
    }
  }
  const paths = new Set(wanted.map(({ path }) => path));
  const gone = [...ledger.files].filter(([path, { retired }]) => retired === undefined && !paths.has(path));
  return { puts, headers, keeps, unasked, gone: gone.map(([path]) => path), unnoted };
}

function judge(
  object: WantedObject,
  there: BucketEntry | null,
  row: RemoteFile | undefined,
  head: { readonly headers: ObjectHeaders } | null | undefined,
  told: (digest: string) => ObjectHeaders | undefined,
): Verdict {
  if (there === null || head === null) return { kind: 'put', reason: 'new' };
  if (there.size !== object.size) return { kind: 'put', reason: `${there.size} -> ${object.size} bytes` };
  const isKnown = row !== undefined && row.etag === there.etag;
  const md5 = there.md5 ?? (isKnown ? row.md5 : (ownMd5(there.headers) ?? ownMd5(head?.headers)));
  if (md5 === undefined && head === undefined && there.headers === null) return { kind: 'ask' };
  if (md5 !== object.md5)
    return { kind: 'put', reason: md5 === undefined ? 'nobody knows its bytes' : 'bytes differ' };
  const headers = there.headers ?? head?.headers ?? null;
  if (headers !== null) return byHeaders(headerChange(headers, object.headers));
  if (!isKnown) return { kind: 'ask' };
  if (row.digest === object.digest) return { kind: 'keep' };
  const before = told(row.digest);
  const { metadata: _, ...wanted } = object.headers;
  return {
    kind: 'headers',
    reason: (before && headerChange(before, wanted)) ?? 'metadata or options differ',
  };
}

function byHeaders(change: string | null): Verdict {
  return change === null ? { kind: 'keep' } : { kind: 'headers', reason: change };
}

/** The MD5 that a publish of ours has written into the metadata. */
function ownMd5(headers: ObjectHeaders | null | undefined): string | undefined {
  return /^([0-9a-f]{32})-/.exec(headers?.metadata?.[OWN_METADATA] ?? '')?.[1];
}
