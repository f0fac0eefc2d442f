import type { StaticReport } from '../../types.ts';
import { conflictJson } from './conflict.ts';
import { document } from './document.ts';
import { problemJson } from './problem.ts';

/** Document of `collectstatic report --format json`. */
export function staticReportJson(report: StaticReport, ok: boolean): string {
  const { owners, files, conflicts, problems, ...rest } = report;
  return document({
    command: 'report',
    ok,
    ...rest,
    files: files.map(({ owner, ...file }) => ({ ...file, source: owners[owner]?.name })),
    owners,
    conflicts: conflicts.map(conflictJson),
    problems: problems.map(problemJson),
  });
}
