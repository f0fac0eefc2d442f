import { fail } from '../../errors.ts';
import {
  type AskedBucket,
  askBucket,
  type BucketRequest,
  type PublishRequest,
  prunePublication,
  publish,
  purgePublication,
  rollBackPublication,
} from '../../publication/index.ts';
import {
  publishedJson,
  publishedPart,
  publishPruneJson,
  publishPurgeJson,
  publishRollbackJson,
} from '../../reporters/json/publish.ts';
import { createProgress, uploadLine } from '../../reporters/progress.ts';
import { publishedText, publishPruneText, purgedText } from '../../reporters/text/publish.ts';
import { visible } from '../../reporters/text/visible.ts';
import type { Problem, PublishReport, PurgeResult, PurgeTarget, Settings } from '../../types.ts';
import { loadRooted, printProblems, runCommand, type Terminal } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import type { CollectFlags, PublishFlags, RootFlags } from '../options/index.ts';
import { chosenTargets } from '../options/purge-choice.ts';
import type { ProcessLike } from '../process.ts';
import { rehearsed } from './rehearsal.ts';
import { waitOptions } from './wait-options.ts';

/** Exit code where the publish is done, and a CDN does not know. */
const CDN_FAILED = 4;

export type PublishAction = 'prune' | 'rollback' | 'purge';

/** Runs `collectstatic publish`, or what looks after what was published. */
export function runPublish(
  process: ProcessLike,
  action: PublishAction | undefined,
  flags: PublishFlags,
): Promise<void> {
  const name = action === undefined ? 'publish' : `publish ${action}`;
  return runCommand(process, name, flags, async (terminal) => {
    const settings = await loadRooted(process, flags);
    const run = { publish: publishNow, prune, rollback, purge }[action ?? 'publish'];
    return interruptible(process, (signal) => run({ process, flags, settings, terminal, signal }));
  });
}

interface Run<Flags extends RootFlags = PublishFlags> {
  readonly process: ProcessLike;
  readonly flags: Flags;
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

async function publishNow(run: Run): Promise<number> {
  const { flags, terminal, settings } = run;
  const report = await publishWatched(run, {
    dryRun: flags.dryRun ?? false,
    clear: flags.clear ?? false,
    purgeNew: flags.purgeNew ?? false,
    ...targetsOf(run),
  });
  if (flags.format === 'json') terminal.print(publishedJson(report, settings.problems));
  else await printPublished(run, { ...report, problems: [...settings.problems, ...report.problems] });
  return exitCodeOf(report.purged);
}

/** Asks the bucket that a collect is going to publish to what it holds. */
export function askBefore(process: ProcessLike, settings: Settings): AskedBucket {
  return askBucket(settings, { env: process.env });
}

/** What a collect does, or would do, where the storage is a bucket's. Returns what its document says of it, and the exit code. */
export async function publishCollected(
  process: ProcessLike,
  flags: CollectFlags,
  settings: Settings,
  terminal: Terminal,
  signal: AbortSignal,
  asked: AskedBucket,
): Promise<{ readonly code: number; readonly part: Readonly<Record<string, unknown>> }> {
  const { storage } = settings;
  // Without fingerprints there is no manifest either.
  const published = flags.postProcess
    ? settings
    : { ...settings, storage: { ...storage, kind: 'plain' as const } };
  const run = { process, flags: flags as RootFlags, settings: published, terminal, signal };
  const request = { clear: flags.clear ?? false, justCollected: true, asked };
  const report =
    flags.dryRun === true
      ? await rehearsed(published, flags, signal, (built, into) =>
          publishWatched({ ...run, settings: built }, { ...request, dryRun: true, ...into }),
        )
      : await publishWatched(run, request);
  if (flags.format === 'text') await printPublished(run, report);
  return { code: exitCodeOf(report.purged), part: publishedPart(report) };
}

async function publishWatched(
  run: Run<RootFlags>,
  request: Omit<PublishRequest, keyof BucketRequest>,
): Promise<PublishReport> {
  const { process, flags, settings } = run;
  const watch = process.stderr.isTTY === true && flags.verbosity >= 1;
  const progress = watch ? createProgress(process.stderr, () => performance.now()) : undefined;
  try {
    return await publish(settings, {
      ...request,
      ...bucketRequest(run),
      ...(progress && { onProgress: (state) => progress.draw((elapsed) => uploadLine(state, elapsed)) }),
    });
  } finally {
    progress?.stop();
  }
}

async function printPublished(
  { process, flags, terminal }: Run<RootFlags>,
  report: PublishReport,
): Promise<void> {
  const failures = report.purged.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  if (flags.verbosity >= 1) await printProblems(process, flags, [...report.problems, ...failures]);
  else if (failures.length > 0) await printProblems(process, flags, failures);
  terminal.print(publishedText(report, { verbosity: flags.verbosity, palette: terminal.palette }));
}

async function prune(run: Run): Promise<number> {
  const { flags, settings, terminal, process } = run;
  const report = await prunePublication(settings, {
    ...bucketRequest(run),
    dryRun: flags.dryRun ?? false,
    ...(flags.keep !== undefined && { keep: flags.keep }),
    ...(flags.olderThan !== undefined && { olderThanMs: flags.olderThan }),
  });
  if (flags.format === 'json') terminal.print(publishPruneJson(report));
  else {
    if (flags.verbosity >= 1) await printProblems(process, flags, report.problems);
    terminal.print(publishPruneText(report, flags.verbosity));
  }
  return 0;
}

async function rollback(run: Run): Promise<number> {
  const { flags, settings, terminal, process } = run;
  const report = await rollBackPublication(settings, bucketRequest(run));
  if (flags.format === 'json') terminal.print(publishRollbackJson(report));
  else if (flags.verbosity >= 1) {
    await printProblems(process, flags, report.problems);
    terminal.print(
      `The names of release ${report.restored} are in use again in ${visible(report.bucket)} (release ${report.release.to}).\n`,
    );
  }
  return 0;
}

async function purge(run: Run): Promise<number> {
  const { flags, settings, terminal, process } = run;
  const report = await purgePublication(settings, { ...bucketRequest(run), ...targetsOf(run) });
  if (flags.format === 'json') terminal.print(publishPurgeJson(report));
  else {
    const failures = report.purged.flatMap(({ problem }): Problem[] => (problem === null ? [] : [problem]));
    await printProblems(process, flags, flags.verbosity >= 1 ? [...report.problems, ...failures] : failures);
    if (flags.verbosity >= 1) terminal.print(purgedText(report.changedUrls, report.purged));
  }
  return exitCodeOf(report.purged);
}

function bucketRequest({
  process,
  flags,
  signal,
}: Run<RootFlags & { readonly force?: boolean }>): BucketRequest {
  return {
    env: process.env,
    force: flags.force ?? false,
    ...waitOptions(process, flags),
    onOtherPublisher: (message) => {
      if (flags.verbosity >= 1) process.stderr.write(`${visible(message)}\n`);
    },
    signal,
  };
}

/** The CDNs that the command line names; none said: those of the settings. */
function targetsOf({ flags, settings, process }: Run): { readonly purge?: readonly PurgeTarget[] } {
  if (flags.purge === undefined) return {};
  const { targets, missing } = chosenTargets(flags.purge, settings.destination?.purge ?? [], process.cwd());
  if (missing[0] === undefined) return { purge: targets };
  throw fail({
    code: 'purge-no-cdn',
    message: `--purge ${missing[0]} is said, and nobody says which one`,
    hint: `Say --purge ${missing[0]}=ID, or name it in the settings: PURGE = {"${missing[0]}": {...}}.`,
  });
}

function exitCodeOf(purged: readonly PurgeResult[]): number {
  return purged.some(({ problem }) => problem !== null) ? CDN_FAILED : 0;
}
