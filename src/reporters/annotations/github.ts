import type { Finding } from '../../types.ts';
import { shownProblem } from '../shown.ts';
import { pathOf, textOf } from './path.ts';

/** Annotations of one level that GitHub shows for a step; it drops the rest without a word. */
const MOST_SHOWN = 10;

/** Workflow commands for GitHub Actions: ten errors and ten warnings, and one line, under `title`, that counts them all. */
export function githubText(
  findings: readonly Finding[],
  root: string,
  title: string = 'collectstatic check',
): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  if (errors.length + warnings.length === 0) return '';
  const shown = [...errors.slice(0, MOST_SHOWN), ...warnings.slice(0, MOST_SHOWN)];
  const counts = `${errors.length} errors and ${warnings.length} warnings`;
  const rest = shown.length < errors.length + warnings.length ? '; the log has those not shown here' : '';
  const summary = `::notice title=${escapeProperty(title)}::${escapeData(`${counts} about static files${rest}`)}`;
  return `${[...shown.map((finding) => command(finding, root)), summary].join('\n')}\n`;
}

function command(finding: Finding, root: string): string {
  const shown = shownProblem(finding);
  const { line, column, endLine, endColumn } = shown.at ?? {};
  const isOneLine = endLine === undefined || line === endLine;
  const file = pathOf(shown, root);
  const properties = Object.entries({
    file: file ?? undefined,
    line,
    endLine,
    // GitHub takes columns only within one line.
    col: isOneLine ? column : undefined,
    endColumn: isOneLine ? endColumn : undefined,
    title: shown.code,
  }).flatMap(([name, value]) => (value === undefined ? [] : `${name}=${escapeProperty(String(value))}`));
  return `::${shown.severity} ${properties.join(',')}::${escapeData(textOf(shown))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
