import type {
  Problem,
  PublishPruneReport,
  PublishReport,
  PublishRollbackReport,
  PublishStep,
  PurgeResult,
} from '../../types.ts';
import { document } from './document.ts';
import { problemJson } from './problem.ts';

/** Document of `collectstatic publish --format json`. `settings`: the problems of the settings. */
export function publishedJson(report: PublishReport, settings: readonly Problem[]): string {
  const problems = [...settings, ...report.problems].map(problemJson);
  return document({ command: 'publish', ok: isOk(report.purged), ...publishedPart(report), problems });
}

/** What was published; of a collect, a part of its document. What is kept is only counted. */
export function publishedPart(report: PublishReport): Readonly<Record<string, unknown>> {
  const { bucket, prefix, publicUrl, dryRun, upToDate, release, bytes, requests } = report;
  const counts = { put: 0, headers: 0, keep: 0, remove: 0 };
  for (const { action } of report.steps) counts[action]++;
  return {
    bucket,
    prefix,
    publicUrl,
    dryRun,
    upToDate,
    release,
    counts: { ...counts, retired: report.retired.length },
    bytes,
    requests,
    steps: report.steps.filter(({ action }: PublishStep) => action !== 'keep'),
    retired: report.retired,
    changedUrls: report.changedUrls,
    purged: report.purged.map(purgeJson),
    warnings: report.problems.map(problemJson),
  };
}

function purgeJson({ problem, ...result }: PurgeResult): Readonly<Record<string, unknown>> {
  return { ...result, problem: problem === null ? null : problemJson(problem) };
}

function isOk(purged: readonly PurgeResult[]): boolean {
  return purged.every(({ problem }) => problem === null);
}

/** Document of `collectstatic publish prune --format json`. */
export function publishPruneJson({ problems, ...report }: PublishPruneReport): string {
  return document({ command: 'publish prune', ok: true, ...report, problems: problems.map(problemJson) });
}

/** Document of `collectstatic publish rollback --format json`. */
export function publishRollbackJson({ problems, ...report }: PublishRollbackReport): string {
  return document({ command: 'publish rollback', ok: true, ...report, problems: problems.map(problemJson) });
}

/** Document of `collectstatic publish purge --format json`. */
export function publishPurgeJson({
  purged,
  problems,
  ...report
}: {
  readonly bucket: string;
  readonly release: number;
  readonly changedUrls: readonly string[];
  readonly purged: readonly PurgeResult[];
  readonly problems: readonly Problem[];
}): string {
  return document({
    command: 'publish purge',
    ok: isOk(purged),
    ...report,
    purged: purged.map(purgeJson),
    problems: problems.map(problemJson),
  });
}
