import { createHash } from 'node:crypto';
import { type CollectstaticError, fail } from '../../errors.ts';
import type { Bucket, ObjectTraits, Problem, PutCondition } from '../../types.ts';
import type { Clock } from '../clock.ts';
import { ledgerKey } from '../keys.ts';
import { serialiseRemote } from '../remote/format.ts';
import type { Claim, RemoteLedger } from '../remote/ledger.ts';
import { codeOf, readLedger } from '../remote/read-remote.ts';

/**
 * Milliseconds for which a claim holds unless it is renewed. Renewed at half of it: DigitalOcean takes five PUTs of one object
 * in five minutes.
 */
export const CLAIM_LASTS: number = 10 * 60_000;

/** A tag that no ledger has: of Google's generations, that of nothing. */
const NOT_THERE = { etag: '0' };

/** The right to write what everybody sees in a bucket. */
export interface Hold {
  /** Whether the store minds conditions; if not, publishers are not kept apart. */
  readonly conditions: boolean;
  /** The ledger as it stands in the bucket, with the claim. */
  readonly ledger: RemoteLedger;
  readonly problems: readonly Problem[];
  /** Renews the claim where it is due. Throws `publish-overtaken` where another publisher has it. */
  renew(): Promise<void>;
  /** Throws `publish-overtaken` where another publisher has the claim, also in a store that minds no conditions. */
  assertHeld(): Promise<void>;
  /** Replaces the ledger, by which the claim ends. */
  release(ledger: RemoteLedger): Promise<void>;
}

export interface HoldRequest {
  readonly bucket: Bucket;
  readonly prefix: string;
  readonly traits: ObjectTraits;
  /** Of the ledger that was read; `null`: there was none. */
  readonly tag: string | null;
  /** The ledger as it was read, with what a publisher that died has left; without a claim. */
  readonly ledger: RemoteLedger;
  readonly claim: Omit<Claim, 'expires'>;
  readonly clock: Clock;
}

/**
 * Claims a bucket by a PUT of its ledger that holds only if the ledger is still the one that was read. `overtaken`: it is not.
 * Whether the store minds such a condition is found out by trying, once: a PUT that it has to refuse. What is tried is a tag, by
 * which all that comes later is kept apart: there are stores that know `If-None-Match: *` and nothing else.
 */
export async function holdBucket(request: HoldRequest): Promise<Hold | 'overtaken'> {
  const { bucket, clock } = request;
  let claimedAt = clock.now();
  const claimed = (): RemoteLedger => ({
    ...request.ledger,
    claim: { ...request.claim, expires: claimedAt + (bucket.ahead?.() ?? 0) + CLAIM_LASTS },
  });
  const bytes = serialiseRemote(claimed());
  const first = await putMinded(request, bytes, request.tag === null ? 'absent' : { etag: request.tag });
  if (first === 'refused') return 'overtaken';
  let { etag } = first;
  let conditions = first.isMinded && request.ledger.conditions === true;
  if (first.isMinded && request.ledger.conditions !== true) {
    const again = await putMinded(request, bytes, NOT_THERE);
    conditions = again === 'refused';
    if (again !== 'refused') etag = again.etag;
  }

  async function put(ledger: RemoteLedger): Promise<void> {
    const bytes = serialiseRemote(ledger);
    const answer = await putLedger(request, bytes, conditions ? { etag } : undefined);
    if (answer === 'refused') throw overtaken(bucket);
    etag = answer.etag;
  }

  let renewing: Promise<void> | undefined;
  async function renewed(): Promise<void> {
    await hold.assertHeld();
    claimedAt = clock.now();
    await put(hold.ledger);
  }

  const hold: Hold = {
    conditions,
    get ledger() {
      return { ...claimed(), conditions };
    },
    problems: conditions ? [] : [unminded(bucket)],
    async renew() {
      if (clock.now() - claimedAt < CLAIM_LASTS / 2) return;
      // Many may find at once that it is due: one does it, for the ledger has one tag.
      renewing ??= renewed().finally(() => {
        renewing = undefined;
      });
      await renewing;
    },
    async assertHeld() {
      const isFresh = clock.now() - claimedAt < CLAIM_LASTS;
      if (conditions && isFresh) return;
      const { ledger } = await readLedger(bucket, request.prefix);
      if (ledger.claim?.id !== request.claim.id) throw overtaken(bucket);
    },
    async release(ledger) {
      if (!conditions) await hold.assertHeld();
      await put({ ...ledger, conditions, claim: null });
    },
  };
  // Of two that wrote at once, the last one has it.
  if (!conditions) {
    const { ledger } = await readLedger(bucket, request.prefix);
    if (ledger.claim?.id !== request.claim.id) return 'overtaken';
  }
  return hold;
}

/**
 * Replaces a ledger that nobody has claimed, if it is still the one that was read: by one PUT where the store is known to mind
 * conditions, else under a claim.
 */
export async function replaceLedger(request: HoldRequest): Promise<void> {
  const { ledger, tag } = request;
  if (ledger.conditions === true && tag !== null) {
    await putLedger(request, serialiseRemote(ledger), { etag: tag });
    return;
  }
  const hold = await holdBucket(request);
  if (hold !== 'overtaken') await hold.release(hold.ledger);
}

/** As `putLedger`; where the store does not know what a condition is, without one. */
async function putMinded(
  request: HoldRequest,
  bytes: Buffer,
  condition: PutCondition,
): Promise<{ readonly etag: string; readonly isMinded: boolean } | 'refused'> {
  try {
    const answer = await putLedger(request, bytes, condition);
    return answer === 'refused' ? answer : { ...answer, isMinded: true };
  } catch (error) {
    if (codeOf(error) !== 'bucket-refused') throw error;
    const answer = await putLedger(request, bytes, undefined);
    return answer === 'refused' ? answer : { ...answer, isMinded: false };
  }
}

function putLedger(
  { bucket, prefix, traits }: HoldRequest,
  bytes: Buffer,
  condition: PutCondition | undefined,
): ReturnType<Bucket['put']> {
  return bucket.put({
    key: ledgerKey(prefix),
    body: { kind: 'bytes', bytes },
    md5: createHash('md5').update(bytes).digest('hex'),
    headers: { contentType: 'application/json', cacheControl: 'no-cache' },
    traits: ownTraits(traits),
    ...(condition !== undefined && { condition }),
  });
}

/** Encryption and owners as for all objects; but nobody has to read it in public, and it does not lie in an archive. */
function ownTraits({ acl, storageClass: _, ...traits }: ObjectTraits): ObjectTraits {
  return acl === undefined || /^(?:public|authenticated)/.test(acl) ? traits : { ...traits, acl };
}

function overtaken(bucket: Bucket): CollectstaticError {
  return fail({
    code: 'publish-overtaken',
    message: `Another publisher has taken over ${bucket.name} while this one was at work`,
    hint: 'Look which of the two is to be seen, and run that one again: it sends only what is missing.',
  });
}

function unminded(bucket: Bucket): Problem {
  return {
    code: 'publish-no-exclusion',
    severity: 'warning',
    message: `${bucket.name} minds no conditions (If-Match, If-None-Match): two publishers at once are not kept apart there`,
    hint: 'See to it that only one publish runs at a time, as a CI job with a concurrency group does.',
  };
}
