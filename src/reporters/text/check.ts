import type { CheckReport, Finding } from '../../types.ts';
import type { Palette } from './palette.ts';
import { problemsText } from './problems.ts';
import { visible } from './visible.ts';

export interface CheckTextOptions {
  readonly verbosity: number;
  readonly palette: Palette;
  readonly columns: number;
  /** Findings that the baseline lets pass. */
  readonly known: number;
  /** Entries of the baseline that nothing matches any more. */
  readonly stale: readonly { readonly file: string; readonly message: string }[];
  readonly fixed: number;
}

/** Text of `collectstatic check`: findings, the worst first (notes at -v 2), and a line that sums up. */
export function checkText({ findings, counts }: CheckReport, options: CheckTextOptions): string {
  const { verbosity, palette, columns, known, stale, fixed } = options;
  const shown = findings.filter(({ severity }) => severity !== 'note' || verbosity >= 2);
  const lines = verbosity >= 1 ? [problemsText(shown, palette, columns)] : [];
  if (shown.length > 0 && verbosity >= 1) lines.push('\n');
  for (const { file, message } of stale)
    lines.push(
      `${palette.warning('gone:')} ${visible(file)}: ${visible(message)} (remove it with --update-baseline)\n`,
    );
  const extras = [
    known > 0 ? `${known} known to the baseline` : '',
    stale.length > 0 ? `${stale.length} of the baseline gone` : '',
    fixed > 0 ? `${fixed} fixed` : '',
  ].filter((part) => part !== '');
  const read = `${count(counts.references, 'reference')} in ${count(counts.templates, 'template')} and ${count(counts.pythonFiles, 'Python file')}`;
  lines.push(`${read}: ${[summary(findings, verbosity), ...extras].join(', ')}.\n`);
  return lines.join('');
}

function summary(findings: readonly Finding[], verbosity: number): string {
  const of = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const parts = [
    count(of('error'), 'error'),
    count(of('warning'), 'warning'),
    ...(of('note') > 0 ? [`${count(of('note'), 'note')}${verbosity < 2 ? ' (-v 2)' : ''}`] : []),
  ];
  return parts.join(', ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
