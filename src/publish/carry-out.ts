import { CollectstaticError } from '../errors.ts';
import type { Bucket, WantedObject } from '../types.ts';
import { endingClaim } from './claim/claim-bucket.ts';
import type { Hold } from './claim/hold.ts';
import { forgetClaim } from './claim/own-claim.ts';
import { removeKeys } from './counted.ts';
import type { Intent, Planned, Published } from './intent.ts';
import { notedChanges, withDoubts } from './remote/ledger.ts';
import { abandonedLedger, nextRemoteLedger } from './remote/next-ledger.ts';
import { reportOf } from './report.ts';
import { type Phase, queueOf } from './sending/queue.ts';
import { putObject, type Sent, sendPhases } from './sending/send.ts';
import { interrupted, leftBehind, withVisible } from './unfinished.ts';

interface CarriedOut {
  readonly published: Published;
  /** Why what is not wanted any more is still there. */
  readonly failure: CollectstaticError | undefined;
}

/**
 * Does what is planned, under a claim: what never changes, what replaces a file, the manifest, removals, the ledger. If anything
 * fails, nothing after it is begun, and what was sent is noted as ours; the error names what can be seen already. If a removal
 * fails, the release is in the bucket all the same, and its ledger too.
 */
export async function carryOut(intent: Intent, planned: Planned, hold: Hold): Promise<Published> {
  const { published, failure } = await carriedOut(intent, planned, hold);
  if (failure !== undefined) throw leftBehind(failure, published);
  return published;
}

async function carriedOut(intent: Intent, planned: Planned, hold: Hold): Promise<CarriedOut> {
  const { bucket, settings, clock, site, options, id } = intent;
  const { found, doomed, changed } = planned;
  const at = new Date(clock.now()).toISOString();
  const sent: Sent = { begun: new Set(), done: new Map() };
  try {
    return await endingClaim(
      hold,
      () => abandonedLedger(hold.ledger, sent, at),
      async () => {
        const copies = found.headers.map(({ object }) => object);
        const sending = { ...options, bucket, hold, sent, copies: new Set(copies) };
        await sendPhases(withCopies(planned.phases, copies), sending);
        await sendManifest(planned, bucket, hold, sent);
        const failure = await removalFailure(planned, intent, hold, sent);
        const ledger = nextRemoteLedger({
          ledger: hold.ledger,
          id,
          at,
          builtAt: options.builtAt ?? site.builtAt,
          objects: [...found.keeps, ...sent.done.values()].sort((a, b) =>
            a.object.path < b.object.path ? -1 : 1,
          ),
          removed: new Set(failure === undefined ? doomed : []),
          purge: notedChanges(hold.ledger, {
            id,
            release: hold.ledger.release + 1,
            changed,
            owed: options.purges ?? false,
          }),
        });
        await hold.release(failure === undefined ? ledger : withDoubts(ledger, doomed));
        forgetClaim(settings);
        const report = reportOf({ ...intent, ...planned, ledger, problems: hold.problems });
        return { published: { report, ledger }, failure };
      },
    );
  } catch (error) {
    if (options.signal?.aborted === true) throw interrupted(bucket, sent);
    throw error instanceof CollectstaticError ? withVisible(error, bucket, sent) : error;
  }
}

/** Removes what is not wanted any more, once nothing refers to it. Returns why that failed. */
async function removalFailure(
  { doomed }: Planned,
  { bucket, destination: { prefix } }: Intent,
  hold: Hold,
  sent: Sent,
): Promise<CollectstaticError | undefined> {
  if (doomed.length === 0) return undefined;
  await hold.assertHeld();
  for (const path of doomed) sent.begun.add(path);
  try {
    await removeKeys(
      bucket,
      doomed.map((path) => prefix + path),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof CollectstaticError)) throw error;
    return error;
  }
}

/** Headers of what stays are changed with what never changes: nobody has to wait for them. */
function withCopies(phases: readonly Phase[], copies: readonly WantedObject[]): readonly Phase[] {
  if (copies.length === 0) return phases;
  const [first, ...others] = phases;
  const isEarly = first?.objects[0]?.lifetime === 'immutable';
  const objects = isEarly ? [...first.objects, ...copies] : copies;
  return [{ objects, queue: () => queueOf(objects) }, ...(isEarly ? others : phases)];
}

/** One overwriting PUT, if what lies there is still what was listed. */
async function sendManifest({ found }: Planned, bucket: Bucket, hold: Hold, sent: Sent): Promise<void> {
  const put = found.puts.find(({ object }) => object.lifetime === 'manifest');
  if (put === undefined) return;
  await hold.renew();
  await hold.assertHeld();
  const condition = put.there === null ? 'absent' : { etag: put.there.etag };
  sent.begun.add(put.object.path);
  const etag = await putObject(bucket, put.object, hold.conditions ? condition : undefined);
  sent.done.set(put.object.path, { object: put.object, etag });
}
