import type { Report } from '../../types.ts';
import { conflictJson } from './conflict.ts';
import { documentPieces, each } from './document.ts';
import { problemJson } from './problem.ts';

/** Document of `collectstatic --format json`, in pieces. `published`: what a publish of the same run did. */
export function reportJson(
  report: Report,
  published?: Readonly<Record<string, unknown>>,
): Generator<string, void> {
  return documentPieces({
    command: 'collect',
    ok: true,
    staticRoot: report.staticRoot,
    dryRun: report.dryRun,
    counts: report.counts,
    ...(report.savedBytes !== undefined && { savedBytes: report.savedBytes }),
    files: each(report.outcomes, (outcome) => outcome),
    conflicts: each(report.conflicts, conflictJson),
    ...(report.budgets && { budgets: report.budgets }),
    ...(published && { published }),
    problems: report.problems.map(problemJson),
  });
}
