import type { CheckReport, Finding } from '../../types.ts';
import { document } from './document.ts';
import { problemJson } from './problem.ts';

/** Document of `collectstatic check --format json`. `known`: findings that the baseline lets pass. */
export function checkJson(
  report: CheckReport,
  { ok, known, stale }: { readonly ok: boolean; readonly known: number; readonly stale: readonly object[] },
): string {
  return document({
    command: 'check',
    ok,
    counts: report.counts,
    findings: report.findings.map(findingJson),
    baseline: { known, stale },
    problems: report.problems.map(problemJson),
  });
}

function findingJson(finding: Finding): Readonly<Record<string, unknown>> {
  const { at, fix, fingerprint } = finding;
  const { severity, ...shown } = finding;
  const { at: start, ...rest } = problemJson({
    ...shown,
    severity: severity === 'error' ? 'error' : 'warning',
  });
  const end = at?.endLine === undefined ? {} : { endLine: at.endLine, endColumn: at.endColumn };
  return {
    ...rest,
    severity,
    ...(start !== undefined && { at: { ...start, ...end } }),
    fingerprint,
    ...(fix && { fix }),
  };
}
