import { CollectstaticError, fail } from '../../errors.ts';
import type { AssetPath, Bucket, BucketEntry, Problem } from '../../types.ts';
import { OWN_METADATA, ownMetadata } from '../headers.ts';
import { ledgerKey } from '../keys.ts';
import { LEDGER_LIMIT, parseRemote } from './format.ts';
import { NO_REMOTE_LEDGER, type RemoteLedger, withDoubts } from './ledger.ts';

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

const NOTHING_READ: Omit<RemoteState, 'entries'> = {
  ledger: NO_REMOTE_LEDGER,
  tag: null,
  isLost: true,
  problems: [],
};

/**
 * Reads the ledger of a bucket, and which of `keys` are there, as they are under this ledger: whoever changes an object changes the
 * ledger before and after. So it holds if the ledger is still the same when it is claimed. Costs one GET and one LIST for each
 * thousand keys, where nobody else is at work.
 */
export async function readRemote(
  bucket: Bucket,
  prefix: string,
  keys: ReadonlySet<string>,
): Promise<RemoteState> {
  const state = await lookOnce(bucket, prefix, keys);
  const { ledger, tag } = state;
  // Without a ledger nobody has ever been here, or the claim will fail.
  if (tag === null || (ledger.claim === null && isAsListed(state, prefix, keys))) return state;
  // What was listed may be older than the ledger: another publisher may have come between. From here on it is not.
  const begun = [...(ledger.claim?.files.keys() ?? [])];
  const wanted = new Set([...keys, ...begun.map((path) => prefix + path)]);
  const entries = new Map<string, BucketEntry>();
  for await (const page of bucket.list(prefix)) {
    addWanted(entries, page, wanted);
    if (entries.size === wanted.size) break;
  }
  return { ...state, ledger: withDoubts(ledger, begun), entries };
}

/**
 * Lists, and reads the ledger once it is known to be there, so that a first publish does not ask for it. Once all keys have been
 * seen, no further page is asked for.
 */
async function lookOnce(bucket: Bucket, prefix: string, keys: ReadonlySet<string>): Promise<RemoteState> {
  const entries = new Map<string, BucketEntry>();
  const own = ledgerKey(prefix);
  let reading: Promise<Omit<RemoteState, 'entries'>> | undefined;
  for await (const page of bucket.list(prefix)) {
    addWanted(entries, page, keys);
    if (page.length >= bucket.listsAtOnce || page.some(({ key }) => key === own)) {
      reading ??= readLedger(bucket, prefix);
      // What goes wrong is thrown below; the listing may end before.
      reading.catch(() => undefined);
    }
    if (entries.size === keys.size && reading !== undefined) break;
  }
  return { ...((await reading) ?? NOTHING_READ), entries };
}

function addWanted(
  entries: Map<string, BucketEntry>,
  page: readonly BucketEntry[],
  wanted: ReadonlySet<string>,
): void {
  for (const entry of page) if (wanted.has(entry.key)) entries.set(entry.key, entry);
}

/**
 * True if of each key what was listed is what the ledger says. A publisher leaves no other ledger: of an object that it can't
 * tell about, the row has no tag.
 */
function isAsListed(
  { ledger, entries }: Pick<RemoteState, 'ledger' | 'entries'>,
  prefix: string,
  keys: ReadonlySet<string>,
): boolean {
  for (const key of keys) {
    const row = ledger.files.get(key.slice(prefix.length) as AssetPath);
    const there = entries.get(key);
    if (row?.etag !== there?.etag) return false;
    // A change of headers alone may leave the tag as it was.
    const own = there?.headers?.metadata?.[OWN_METADATA];
    if (row !== undefined && there?.headers && own !== ownMetadata(row.md5, row.digest)) return false;
  }
  return true;
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
  if (found === undefined) return NOTHING_READ;
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
