import { randomUUID } from 'node:crypto';
import type { RootedSettings } from '../static-root.ts';
import type { Bucket, Destination } from '../types.ts';
import { carryOut } from './carry-out.ts';
import { type Attempt, underClaim } from './claim/claim-bucket.ts';
import { SYSTEM_CLOCK } from './clock.ts';
import { counted } from './counted.ts';
import type { Intent, Published, PublishOptions } from './intent.ts';
import { isUpToDate, planPublish, refuseOlder } from './plan-publish.ts';
import { type RemoteLedger, removalsOf } from './remote/ledger.ts';
import { reportOf } from './report.ts';
import { readSite } from './site/read-site.ts';
import { wantedObjects } from './site/wanted.ts';

/**
 * Publishes what STATIC_ROOT holds: reads the bucket, finds out what differs, claims it, sends what never changes, then what
 * replaces a file, then the manifest, then the ledger. Until the manifest is there, pages are as before; after it, all it names
 * is there. Nothing is removed unless asked for. The caller holds the lock of STATIC_ROOT, and closes the bucket.
 */
export async function publishSite(
  settings: RootedSettings,
  destination: Destination,
  opened: Bucket,
  options: PublishOptions = {},
): Promise<Published> {
  const site = readSite(settings, options.into);
  const wanted = await wantedObjects(site, settings, destination);
  const notes = options.dryRun ? [] : wanted.keep(settings.directoryMode);
  const clock = options.clock ?? SYSTEM_CLOCK;
  const bucket = counted(opened);
  const id = randomUUID().replaceAll('-', '');
  const intent = { settings, destination, bucket, site, objects: wanted.objects, options, clock, id };
  const { report, ledger } = await underClaim(intent, () => planned(intent));
  return { report: { ...report, problems: [...site.problems, ...notes, ...report.problems] }, ledger };
}

/** What there is to do under a claim; or the result, where nothing is to be claimed. */
async function planned(intent: Intent): Promise<Attempt<Published> | { readonly result: Published }> {
  const { bucket } = intent;
  const plan = await planPublish(intent);
  const { ledger } = plan.state;
  const result = (now: RemoteLedger | null): { readonly result: Published } => ({
    result: { report: reportOf({ ...intent, ...plan, ledger: now }), ledger: now },
  });
  if (isUpToDate(plan, intent)) return result(ledger);
  refuseOlder(intent, ledger);
  if (intent.options.dryRun) return result(null);
  // While the bucket is claimed, connections come to stand.
  if (ledger.claim === null) bucket.expect?.(plan.phases[0]?.objects.length ?? 0);
  const sendings = [...plan.found.puts, ...plan.found.headers].map(({ object }) => object);
  const changes = [...sendings, ...removalsOf(ledger, plan.doomed)];
  const purge = { changed: plan.changed, owed: intent.options.purges ?? false };
  return { state: plan.state, changes, purge, work: (hold) => carryOut(intent, plan, hold) };
}
