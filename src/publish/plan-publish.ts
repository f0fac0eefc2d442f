import { fail } from '../errors.ts';
import type { AssetPath, WantedObject } from '../types.ts';
import { ownClaim } from './claim/own-claim.ts';
import { storeTime } from './clock.ts';
import { type Difference, difference, type Heads } from './difference.ts';
import type { Intent, Planned } from './intent.ts';
import { changedPaths } from './purge/changed-paths.ts';
import type { RemoteLedger } from './remote/ledger.ts';
import { type RemoteState, readRemote } from './remote/read-remote.ts';
import { queueByReferences } from './sending/by-reference.ts';
import { referenceReader, sendingPhases } from './sending/order.ts';
import { eachOf } from './sending/pool.ts';
import { type Phase, queueOf } from './sending/queue.ts';

/** Reads the bucket, and finds out what there is to do. Writes nothing. */
export async function planPublish(intent: Intent): Promise<Planned> {
  const { bucket, destination, objects, options, settings } = intent;
  const state = await readRemote(bucket, destination.prefix, new Set(objects.map(({ key }) => key)));
  const found = await compared(intent, state);
  const puts = found.puts.map(({ object }) => object);
  const doomed = options.clear ? surplusOf(state.ledger, objects) : [];
  const changed = changedPaths(found, doomed, options.purgeNew ?? false);
  return { found, state, phases: phasesOf(puts, settings.staticUrl ?? ''), doomed, changed };
}

/** The phases in which objects are sent. Which refers to which is read once, as they are sent. */
function phasesOf(objects: readonly WantedObject[], staticUrl: string): readonly Phase[] {
  return sendingPhases(objects).map((phase) => {
    if (phase[0]?.lifetime !== 'mutable') return { objects: phase, queue: () => queueOf(phase) };
    const references = referenceReader(phase, staticUrl);
    return { objects: phase, queue: (width) => queueByReferences(phase, width, references) };
  });
}

/** The difference; where the ledger can't tell, objects are asked for their headers, as many at once as the bucket bears. */
async function compared({ bucket, objects, options }: Intent, state: RemoteState): Promise<Difference> {
  const first = difference(objects, state, new Map(), bucket.copiesUpTo);
  if (first.unasked.length === 0) return first;
  const heads = new Map<string, { readonly headers: WantedObject['headers'] } | null>();
  const ask = async ({ key }: WantedObject): Promise<void> => {
    heads.set(key, (await bucket.head(key)) ?? null);
  };
  const { problems } = await eachOf(queueOf(first.unasked), bucket, ({ key }) => key, ask, options.signal);
  options.signal?.throwIfAborted();
  if (problems[0] !== undefined) throw fail(problems[0]);
  return difference(objects, state, heads satisfies Heads, bucket.copiesUpTo);
}

/** True if the bucket is as wanted, and its ledger says so. */
export function isUpToDate({ found, doomed, state }: Planned, { settings, bucket, clock }: Intent): boolean {
  const { puts, headers, gone, unnoted } = found;
  const { claim } = state.ledger;
  // A run that was killed has left its claim: others would wait for it, or look twice.
  const isClaimed =
    claim !== null &&
    (claim.id === ownClaim(settings.staticRoot) || claim.expires <= storeTime(bucket, clock));
  return (
    !state.isLost && !isClaimed && puts.length + headers.length + gone.length + unnoted + doomed.length === 0
  );
}

/** What is ours and not wanted, retired or not. */
function surplusOf({ files }: RemoteLedger, objects: readonly WantedObject[]): readonly AssetPath[] {
  const wanted = new Set(objects.map(({ path }) => path));
  return [...files.keys()].filter((path) => !wanted.has(path));
}

/** A build that is older than what is in the bucket never replaces it by accident. */
export function refuseOlder({ site, options, bucket }: Intent, ledger: RemoteLedger): void {
  const builtAt = options.builtAt ?? site.builtAt;
  if (options.force || options.justCollected) return;
  if (builtAt === null || ledger.builtAt === null || builtAt >= ledger.builtAt) return;
  throw fail({
    code: 'publish-older',
    message: `${bucket.name} holds release ${ledger.release}, collected ${new Date(ledger.builtAt).toISOString()}; these files were collected before it, ${new Date(builtAt).toISOString()}`,
    hint: 'Publish the newer files; or, to go back on purpose, say --force or use publish rollback.',
  });
}
