import { lineLabel } from '../../text/position.ts';
import type { Position, Problem, Severity } from '../../types.ts';
import { type Excerpt, excerptOf, shownProblem } from '../shown.ts';
import type { Palette } from './palette.ts';
import { visible, visibleLines } from './visible.ts';
import { wrap } from './wrap.ts';

/** Position as `mysite/settings.py:12:5`, as far as it is known. */
export function positionText(at: Position): string {
  const label = lineLabel({ ...at, file: visible(at.file) });
  return at.line === undefined || at.column === undefined ? label : `${label}:${at.column}`;
}

/**
 * Words one problem: what, where, why, what to do. Lines are at most `columns` long, but words are not broken.
 *
 *     error: STATIC_ROOT is not set [static-root-missing]
 *       at /srv/mysite/settings.py
 *       hint: Set STATIC_ROOT, or say --static-root DIR.
 */
function problemText(problem: Shown, palette: Palette, columns: number): string {
  const { severity, code, message, at, cause, hint } = shownProblem(problem);
  const most = Math.max(SHORTEST_EXCERPT, Math.min(columns, LONGEST_EXCERPT) - INDENT.length);
  const excerpt = excerptOf(problem, most);
  const lines = [headline(severity, message, code, palette, columns)];
  if (at !== undefined && !tellsPlace(`${message}\n${cause ?? ''}`, at))
    lines.push(`  at ${positionText(at)}`);
  if (excerpt !== undefined) lines.push(...excerptLines(excerpt));
  if (cause !== undefined) lines.push(wrap('  because ', visibleLines(cause), columns));
  if (hint !== undefined) {
    const text = wrap('  hint: ', visibleLines(hint), columns);
    lines.push(text.replace('hint:', palette.good('hint:')));
  }
  return lines.join('\n');
}

function headline(
  severity: Severity,
  message: string,
  code: string,
  palette: Palette,
  columns: number,
): string {
  const lead = `${severity}:`;
  const tag = `[${code}]`;
  const text = wrap(`${lead} `, `${visible(message)} ${tag}`, columns);
  const paint = { error: palette.error, warning: palette.warning, note: palette.faint }[severity];
  return paint(lead) + text.slice(lead.length, -tag.length) + palette.faint(tag);
}

/** True if the words name the file already, so that its place need not be told again. */
function tellsPlace(words: string, at: Position): boolean {
  return at.line === undefined && words.includes(at.file);
}

/** Characters shown of a line of source: minified files have very long ones. */
const LONGEST_EXCERPT = 160;
const SHORTEST_EXCERPT = 20;

/** The line, or the part of it around the column, with a mark below that character. */
function excerptLines({ text, column }: Excerpt): string[] {
  const line = `${INDENT}${text.split('\t').map(visible).join('\t')}`;
  if (column === undefined) return [line];
  // Tabs are kept in the margin, so that the mark stands under the character whatever a tab's width is.
  return [line, `${INDENT}${text.slice(0, column - 1).replace(/[^\t]/g, ' ')}^`];
}

const INDENT = '    ';

/** A problem, or a finding of a check. */
type Shown = Omit<Problem, 'severity'> & { readonly severity: Severity };

const RANKS: readonly Severity[] = ['error', 'warning', 'note'];

/** Words all problems, errors first. */
export function problemsText(problems: readonly Shown[], palette: Palette, columns: number): string {
  const sorted = [...problems].sort((a, b) => RANKS.indexOf(a.severity) - RANKS.indexOf(b.severity));
  const parts = sorted.map((problem) => problemText(problem, palette, columns));
  return parts.length === 0 ? '' : `${parts.join('\n')}\n`;
}
