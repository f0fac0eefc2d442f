import type { Position, Problem } from '../../types.ts';
import type { Palette } from './palette.ts';
import { visible } from './visible.ts';

/** `mysite/settings.py:12:5`; the parts that are known. */
export function positionText(at: Position): string {
  const file = visible(at.file);
  if (at.line === undefined) return file;
  return at.column === undefined ? `${file}:${at.line}` : `${file}:${at.line}:${at.column}`;
}

/**
 * One problem in a few lines: what, where, why, what to do.
 *
 *     error: STATIC_ROOT is not set [static-root-missing]
 *       at /srv/mysite/settings.py
 *       hint: Set STATIC_ROOT, or say --static-root DIR.
 */
export function problemText(problem: Problem, palette: Palette): string {
  const paint = problem.severity === 'error' ? palette.error : palette.warning;
  const lines = [
    `${paint(`${problem.severity}:`)} ${visible(problem.message)} ${palette.faint(`[${problem.code}]`)}`,
  ];
  if (problem.at !== undefined) lines.push(`  at ${positionText(problem.at)}`);
  if (problem.excerpt !== undefined) lines.push(...excerptLines(problem.excerpt, problem.at?.column));
  if (problem.cause !== undefined) lines.push(...indented('  because ', problem.cause));
  if (problem.hint !== undefined) lines.push(...indented(`  ${palette.good('hint:')} `, problem.hint, 8));
  return lines.join('\n');
}

function excerptLines(excerpt: string, column: number | undefined): string[] {
  const line = `    ${excerpt.split('\t').map(visible).join('\t')}`;
  if (column === undefined) return [line];
  // Tabs are kept in the margin, so that the marker stands under the character whatever a tab's width is.
  const margin = excerpt.slice(0, column - 1).replace(/[^\t]/g, ' ');
  return [line, `    ${margin}^`];
}

function indented(lead: string, text: string, hang: number = lead.length): string[] {
  return text.split('\n').map((line, index) => (index === 0 ? lead : ' '.repeat(hang)) + visible(line));
}

/** All problems, errors first. */
export function problemsText(problems: readonly Problem[], palette: Palette): string {
  const sorted = [...problems].sort(
    (a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'),
  );
  const parts = sorted.map((problem) => problemText(problem, palette));
  return parts.length === 0 ? '' : `${parts.join('\n')}\n`;
}
