import { randomUUID } from 'node:crypto';
import { fail } from '../errors.ts';
import type { RootedSettings } from '../static-root.ts';
import type { Bucket, Destination, PublishReport } from '../types.ts';
import { carryOut } from './carry-out.ts';
import { claimFor, othersAreDone } from './claim-bucket.ts';
import { SYSTEM_CLOCK } from './clock.ts';
import { counted } from './counted.ts';
import type { Intent, PublishOptions } from './intent.ts';
import { isUpToDate, planPublish, refuseOlder } from './plan-publish.ts';
import { reportOf } from './report.ts';
import { readSite } from './site/read-site.ts';
import { wantedObjects } from './site/wanted.ts';

/** How often others may publish while this one plans. */
const PATIENCE = 5;

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
): Promise<PublishReport> {
  const site = readSite(settings);
  const wanted = await wantedObjects(site, settings, destination);
  const notes = options.dryRun ? [] : wanted.keep(settings.directoryMode);
  const clock = options.clock ?? SYSTEM_CLOCK;
  const bucket = counted(opened);
  const id = randomUUID().replaceAll('-', '');
  const intent = { settings, destination, bucket, site, objects: wanted.objects, options, clock, id };
  const report = await attemptAll(intent);
  return { ...report, problems: [...site.problems, ...notes, ...report.problems] };
}

async function attemptAll(intent: Intent): Promise<PublishReport> {
  const { bucket, options } = intent;
  for (let attempt = 1; attempt <= PATIENCE; attempt++) {
    options.signal?.throwIfAborted();
    const planned = await planPublish(intent);
    const { ledger } = planned.state;
    if (isUpToDate(planned, intent)) return reportOf({ ...intent, ...planned, sent: null, ledger });
    refuseOlder(intent, ledger);
    if (options.dryRun) return reportOf({ ...intent, ...planned, sent: null, ledger: null });
    if (!(await othersAreDone(intent, ledger.claim))) continue;
    const puts = planned.found.puts.map(({ object }) => object);
    const hold = await claimFor(intent, planned.state, puts);
    if (hold !== 'overtaken') return await carryOut(intent, planned, hold);
  }
  throw fail({
    code: 'publish-busy',
    message: `Other publishers have changed ${bucket.name} ${PATIENCE} times while this one was planning`,
    hint: 'Nothing was sent. Run again when they are done.',
  });
}
