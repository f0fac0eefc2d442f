import { CollectstaticError, fail } from '../../errors.ts';
import type { Bucket, WantedObject } from '../../types.ts';
import { storeTime } from '../clock.ts';
import type { Claimant } from '../intent.ts';
import type { Claim, RemoteLedger } from '../remote/ledger.ts';
import { withRemains } from '../remote/next-ledger.ts';
import { type RemoteState, readLedger } from '../remote/read-remote.ts';
import { type Hold, holdBucket } from './hold.ts';
import { noteClaim, ownClaim } from './own-claim.ts';

/** How often others may come first. Each time, they have done something. */
const PATIENCE = 50;
const LOCK_TIMEOUT = 60_000;
/** Milliseconds between two looks at another publisher's claim. */
const LOOK_AGAIN = 3_000;
/** Of a claim that changes nothing for those who ask a CDN. */
const UNSEEN: Pick<Claim, 'changed' | 'owed'> = { changed: [], owed: false };

/** An object that is about to change, as it was wanted last. */
export type Change = Pick<WantedObject, 'path' | 'size' | 'md5'>;

/** What is to be done under a claim, and what it was decided by. */
export interface Attempt<Result> {
  readonly state: RemoteState;
  /** What is about to be put, to get other headers, or to be removed. */
  readonly changes: readonly Change[];
  /** Of that, what those see who ask a CDN, and whether one is going to be told. */
  readonly purge?: Pick<Claim, 'changed' | 'owed'>;
  readonly work: (hold: Hold) => Promise<Result>;
}

/**
 * Plans, claims the bucket, and does the work. Where another publisher comes between, or has to be waited for, plans anew by
 * what that one has left. A plan may have its result at once: then nothing is claimed.
 */
export async function underClaim<Result>(
  claimant: Claimant,
  plan: () => Promise<Attempt<Result> | { readonly result: Result }>,
): Promise<Result> {
  for (let lost = 0; lost < PATIENCE; ) {
    claimant.options.signal?.throwIfAborted();
    const attempt = await plan();
    if ('result' in attempt) return attempt.result;
    if (!(await othersAreDone(claimant, attempt.state.ledger.claim))) continue;
    const hold = await claimFor(claimant, attempt);
    if (hold !== 'overtaken') return attempt.work(hold);
    lost++;
  }
  throw fail({
    code: 'publish-busy',
    message: `Other publishers have changed ${claimant.bucket.name} ${PATIENCE} times while this one was planning`,
    hint: 'Nothing was changed. Run again when they are done.',
  });
}

/**
 * Does `work`. If it fails, ends the claim with the ledger that `left` gives, and throws what it failed by. What keeps it from
 * that, the next run sees: a claim runs out by itself, and names what was about to be put.
 */
export async function endingClaim<Result>(
  hold: Hold,
  left: () => RemoteLedger,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    try {
      await hold.release(left());
    } catch (failure) {
      if (!(failure instanceof CollectstaticError)) throw failure;
    }
    throw error;
  }
}

/**
 * False where the bucket has to be looked at again, since another publisher was waited for. A claim of ours that a killed
 * run has left, one that has run out, and with `force` any, is in nobody's way.
 */
async function othersAreDone(
  { bucket, destination, options, clock, settings }: Claimant,
  found: Claim | null,
): Promise<boolean> {
  const own = ownClaim(settings.staticRoot);
  const isInTheWay = (claim: Claim | null): claim is Claim =>
    claim !== null && claim.id !== own && claim.expires > storeTime(bucket, clock) && options.force !== true;
  if (!isInTheWay(found)) return true;
  const deadline = clock.now() + (options.lockTimeout ?? LOCK_TIMEOUT);
  options.onOtherPublisher?.(`waiting for another publisher of ${bucket.name} (${found.id})`);
  for (let claim: Claim | null = found; isInTheWay(claim); ) {
    if (clock.now() >= deadline) throw claimed(bucket, claim);
    await clock.sleep(Math.min(LOOK_AGAIN, deadline - clock.now()), options.signal);
    claim = (await readLedger(bucket, destination.prefix)).ledger.claim;
  }
  return false;
}

function claimed(bucket: Bucket, { id, expires }: Claim): CollectstaticError {
  return fail({
    code: 'publish-claimed',
    message: `Another publisher (${id}) is at work on ${bucket.name}`,
    hint: `Wait for it: --lock-timeout 10m. If it has died, its claim ends at ${new Date(expires).toISOString()}; --force takes over at once.`,
  });
}

/** Claims the bucket; `overtaken`: it has changed since it was read. */
async function claimFor(
  { bucket, destination, clock, id, settings }: Claimant,
  { state, changes, purge = UNSEEN }: Pick<Attempt<unknown>, 'state' | 'changes' | 'purge'>,
): Promise<Hold | 'overtaken'> {
  const at = new Date(clock.now()).toISOString();
  const files = new Map(changes.map(({ path, size, md5 }) => [path, { size, md5 }]));
  noteClaim(settings, id);
  return holdBucket({
    bucket,
    prefix: destination.prefix,
    traits: destination.traits,
    tag: state.tag,
    ledger: withRemains(state.ledger, destination.prefix, state.entries, at),
    claim: { id, release: state.ledger.release + 1, files, ...purge },
    clock,
  });
}
