import type { Finding, Severity } from '../../types.ts';
import { shownProblem } from '../shown.ts';
import { pathOf, textOf } from './path.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', note: 'info' };

/**
 * A report of GitLab's code quality. Findings in files outside of the checkout are left out: GitLab can't show them. It wants a
 * path for the others too: those without a file get the checkout itself.
 */
export function gitlabJson(findings: readonly Finding[], root: string): string {
  const issues = findings.flatMap((finding) => {
    const path = (finding.at?.file ?? root) === root ? '.' : pathOf(finding, root);
    const shown = shownProblem(finding);
    return path === null
      ? []
      : [
          {
            description: textOf(shown),
            check_name: shown.code,
            fingerprint: shown.fingerprint,
            severity: SEVERITIES[shown.severity],
            location: { path, lines: { begin: shown.at?.line ?? 1 } },
          },
        ];
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}
