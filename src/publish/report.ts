import type { AssetPath, Destination, Problem, PublishReport, PublishStep, WantedObject } from '../types.ts';
import type { CountedBucket } from './counted.ts';
import type { Put } from './difference.ts';
import type { Planned } from './intent.ts';
import { namesOf } from './keys.ts';
import { publicUrls } from './purge/urls.ts';
import { owedPaths, type RemoteLedger, united } from './remote/ledger.ts';
import { inTurn } from './sending/queue.ts';

export interface Reported extends Planned {
  readonly bucket: CountedBucket;
  readonly destination: Destination;
  readonly options: { readonly dryRun?: boolean; readonly purges?: boolean };
  /** As it stands in the bucket now; `null` where a dry run has something to do. */
  readonly ledger: RemoteLedger | null;
  readonly problems?: readonly Problem[];
}

/** To write down that CDNs know: the ledger is read and put. */
const REQUESTS_TO_NOTE = 2;

/** The report of a publish that was done, rehearsed, or had nothing to do. */
export function reportOf(reported: Reported): PublishReport {
  const { bucket, destination, found, doomed, changed, state, options, ledger, problems = [] } = reported;
  const isRehearsal = options.dryRun ?? false;
  const steps = stepsOf(reported);
  const upToDate = steps.every(({ action }) => action === 'keep') && ledger === state.ledger;
  const from = state.ledger.release;
  const { claim, purge } = state.ledger;
  // Of a claim that is in nobody's way, its publisher tells.
  const owed = united(owedPaths(purge), !upToDate && claim?.owed ? claim.changed : []);
  const told = united(owed, changed);
  const noting = isRehearsal && options.purges && told.length > 0 ? REQUESTS_TO_NOTE : 0;
  const retired = found.gone.filter((path) => !doomed.includes(path));
  return {
    bucket: bucket.name,
    prefix: destination.prefix,
    publicUrl: destination.publicUrl,
    dryRun: isRehearsal,
    upToDate,
    release: { from, to: upToDate ? from : from + 1 },
    steps,
    retired,
    bytes: found.puts.reduce((sum, { object }) => sum + object.size, 0),
    requests: bucket.requests() + (ledger === null ? requestsAhead(reported) : 0) + noting,
    changedUrls: publicUrls(told, destination),
    purged: [],
    problems: [
      ...state.problems,
      ...problems,
      ...foreignObjects(found.puts, bucket, isRehearsal),
      ...spoiltNames(found.puts, bucket, isRehearsal),
    ],
  };
}

/** In the order in which they are done. */
function stepsOf({ found, phases, doomed, destination, state }: Reported): readonly PublishStep[] {
  const reasons = new Map(found.puts.map(({ object, reason }) => [object, reason]));
  const manifest = found.puts.map(({ object }) => object).filter(({ lifetime }) => lifetime === 'manifest');
  const step = (action: PublishStep['action'], object: WantedObject, reason: string): PublishStep => {
    const { path, key, size, lifetime } = object;
    return { action, path, key, size, reason, lifetime };
  };
  const put = (object: WantedObject): PublishStep => step('put', object, reasons.get(object) ?? '');
  const removal = (path: AssetPath): PublishStep => {
    const { size = 0 } = state.ledger.files.get(path) ?? {};
    return {
      action: 'remove',
      path,
      key: destination.prefix + path,
      size,
      reason: 'not wanted',
      lifetime: null,
    };
  };
  return [
    ...phases.flatMap(({ queue }) => inTurn(queue(1))).map(put),
    ...found.headers.map(({ object, reason }) => step('headers', object, reason)),
    ...manifest.map(put),
    ...doomed.map(removal),
    ...found.keeps.map(({ object }) => step('keep', object, 'the same')),
  ];
}

/** What the publish would still have to ask: claim, trial of conditions, objects, removals, ledger. */
function requestsAhead({ found, doomed, state, bucket }: Reported): number {
  const trial = state.ledger.conditions === true ? 0 : 1;
  return (
    1 + trial + found.puts.length + found.headers.length + Math.ceil(doomed.length / bucket.removesAtOnce) + 1
  );
}

function foreignObjects(
  puts: readonly Put[],
  bucket: CountedBucket,
  isRehearsal: boolean,
): readonly Problem[] {
  const foreign = puts.filter(({ isForeign }) => isForeign).map(({ object }) => object.key);
  if (foreign.length === 0) return [];
  const objects = foreign.length === 1 ? 'an object' : `${foreign.length} objects`;
  return [
    {
      code: 'publish-foreign-object',
      severity: 'warning',
      message: isRehearsal
        ? `${bucket.name} has ${objects} with other bytes that no publish has put there, and that a publish replaces: ${namesOf(foreign)}`
        : `${bucket.name} had ${objects} with other bytes that no publish has put there, replaced now: ${namesOf(foreign)}`,
      hint: 'That is so once, where another tool has filled the bucket. Later on: look who else writes there, and give it a prefix (location) of its own.',
    },
  ];
}

/** Caches keep a fingerprinted name for a year: what they have of it may be wrong. */
function spoiltNames(puts: readonly Put[], bucket: CountedBucket, isRehearsal: boolean): readonly Problem[] {
  const spoilt = puts.filter(
    ({ object, there, isForeign }) => object.lifetime === 'immutable' && there !== null && !isForeign,
  );
  if (spoilt.length === 0) return [];
  const names = namesOf(spoilt.map(({ object }) => object.key));
  return [
    {
      code: 'publish-immutable-differs',
      severity: 'warning',
      message: isRehearsal
        ? `${bucket.name} has other bytes under names that never change, which a publish puts right: ${names}`
        : `${bucket.name} had other bytes under names that never change, put right now: ${names}`,
      hint: 'Somebody wrote there, or a transfer was torn. Caches may keep the wrong bytes for a year: purge these URLs.',
    },
  ];
}
