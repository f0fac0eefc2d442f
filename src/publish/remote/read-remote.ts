import { CollectstaticError, fail } from '../../errors.ts';
import type { Bucket, BucketEntry, Problem } from '../../types.ts';
import { ledgerKey } from '../keys.ts';
import { LEDGER_LIMIT, parseRemote } from './format.ts';
import { NO_REMOTE_LEDGER, type RemoteLedger } from './ledger.ts';

/** What a bucket holds, as far as a publish has to know. */
export interface RemoteState {
  readonly ledger: RemoteLedger;
  /** The tag of the object that the ledger was read from, also where it was damaged; `null` where there is none. */
  readonly tag: string | null;
  /** True if there is no ledger that can be read: then what lies there has to be asked for its headers. */
  readonly isLost: boolean;
  /** The objects among the keys asked for that are there, by key. */
  readonly entries: ReadonlyMap<string, BucketEntry>;
  readonly problems: readonly Problem[];
}

/**
 * Reads the ledger of a bucket, and which of `keys` are there: one GET and one LIST for each thousand keys. If the first page
 * is all and has no ledger, there is none to get; once all keys have been seen, no further page is asked for.
 */
export async function readRemote(
  bucket: Bucket,
  prefix: string,
  keys: ReadonlySet<string>,
): Promise<RemoteState> {
  const entries = new Map<string, BucketEntry>();
  const own = ledgerKey(prefix);
  let reading: Promise<Omit<RemoteState, 'entries'>> | undefined;
  let isThere = false;
  for await (const page of bucket.list(prefix)) {
    for (const entry of page) {
      if (keys.has(entry.key)) entries.set(entry.key, entry);
      isThere ||= entry.key === own;
    }
    if (isThere || page.length >= bucket.listsAtOnce) {
      reading ??= readLedger(bucket, prefix);
      // What goes wrong is thrown below; the listing may end before.
      reading.catch(() => undefined);
    }
    if (entries.size === keys.size && reading !== undefined) break;
  }
  const { ledger, ...rest } = (await reading) ?? {
    ledger: NO_REMOTE_LEDGER,
    tag: null,
    isLost: true,
    problems: [],
  };
  const claimed = [...(ledger.claim?.files.keys() ?? [])].map((path) => prefix + path);
  // A publisher has died that wanted other files: are they there?
  if (claimed.some((key) => !keys.has(key)))
    return readRemote(bucket, prefix, new Set([...keys, ...claimed]));
  return { ledger, entries, ...rest };
}

/** Reads the ledger alone. */
export async function readLedger(bucket: Bucket, prefix: string): Promise<Omit<RemoteState, 'entries'>> {
  const key = ledgerKey(prefix);
  const found = await bucket.get(key, LEDGER_LIMIT).catch((error: unknown) => {
    if (codeOf(error) !== 'bucket-too-large') throw error;
    throw fail({
      code: 'publish-ledger-newer',
      message: `The ledger ${bucket.name} has at ${key} is larger than any that a publish writes`,
      hint: 'Look who wrote it. If it is removed, the next publish makes a new one, and asks each object for its headers.',
    });
  });
  if (found === undefined) return { ledger: NO_REMOTE_LEDGER, tag: null, isLost: true, problems: [] };
  const read = parseRemote(found.bytes);
  if (read.kind === 'newer') {
    throw fail({
      code: 'publish-ledger-newer',
      message: `The ledger of ${bucket.name} was written by a later version of collectstatic`,
      hint: 'Use that version: this one does not know what the ledger says.',
    });
  }
  if (read.kind === 'damaged')
    return {
      ledger: NO_REMOTE_LEDGER,
      tag: found.etag,
      isLost: true,
      problems: [damaged(bucket, read.cause)],
    };
  const problems =
    read.dropped > 0 ? [damaged(bucket, `${read.dropped} of its rows are such as no publish writes`)] : [];
  return { ledger: read.ledger, tag: found.etag, isLost: false, problems };
}

/** The code of an error of ours; `undefined` for any other. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof CollectstaticError ? error.problems[0]?.code : undefined;
}

function damaged(bucket: Bucket, cause: string): Problem {
  return {
    code: 'publish-ledger-damaged',
    severity: 'warning',
    message: `The ledger of ${bucket.name} is damaged: what it says of earlier publishes is passed over`,
    cause,
    hint: 'Each object is asked for its headers, which takes longer; none is removed that is not known to be ours.',
  };
}
