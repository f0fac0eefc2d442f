import { type CollectstaticError, fail } from '../errors.ts';
import type { Bucket, WantedObject } from '../types.ts';
import { endingClaim } from './claim-bucket.ts';
import { removeKeys } from './counted.ts';
import type { Intent, Planned, Published } from './intent.ts';
import { namesOf } from './keys.ts';
import { abandonedLedger, nextRemoteLedger } from './next-ledger.ts';
import { forgetClaim } from './own-claim.ts';
import type { Hold } from './remote/hold.ts';
import { notedChanges } from './remote/ledger.ts';
import { reportOf } from './report.ts';
import { type Phase, queueOf } from './sending/queue.ts';
import { putObject, type Sent, sendPhases } from './sending/send.ts';

/**
 * Does what is planned, under a claim: what never changes, what replaces a file, the manifest, removals, the ledger. If anything
 * fails, nothing after it is begun, and what was sent is noted as ours.
 */
export async function carryOut(intent: Intent, planned: Planned, hold: Hold): Promise<Published> {
  const { bucket, destination, settings, clock, site, options, id } = intent;
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
        if (doomed.length > 0) {
          await hold.assertHeld();
          for (const path of doomed) sent.begun.add(path);
          await removeKeys(
            bucket,
            doomed.map((path) => destination.prefix + path),
          );
        }
        const ledger = nextRemoteLedger({
          ledger: hold.ledger,
          id,
          at,
          builtAt: options.builtAt ?? site.builtAt,
          objects: [...found.keeps, ...sent.done.values()].sort((a, b) =>
            a.object.path < b.object.path ? -1 : 1,
          ),
          removed: new Set(doomed),
          purge: notedChanges(hold.ledger, {
            id,
            release: hold.ledger.release + 1,
            changed,
            owed: options.purges ?? false,
          }),
        });
        await hold.release(ledger);
        forgetClaim(settings);
        return { report: reportOf({ ...intent, ...planned, ledger, problems: hold.problems }), ledger };
      },
    );
  } catch (error) {
    throw options.signal?.aborted === true ? interrupted(bucket, sent) : error;
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

/** The error of a run that a signal ended: says what is to be seen now. */
function interrupted(bucket: Bucket, { done }: Sent): CollectstaticError {
  const objects = done.size === 1 ? '1 object was' : `${done.size} objects were`;
  const replaced = [...done.values()]
    .filter(({ object }) => object.lifetime !== 'immutable')
    .map(({ object }) => object.path);
  const site =
    replaced.length === 0
      ? 'the site is as it was'
      : `of what can be seen, these are new: ${namesOf(replaced)}`;
  return fail({
    code: 'interrupted',
    message: `interrupted: ${objects} sent to ${bucket.name}, ${site}`,
    hint: 'Run again: it sends only what is missing.',
  });
}
