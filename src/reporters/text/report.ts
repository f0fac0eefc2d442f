import { sizeText } from '../../text/size.ts';
import type { BudgetResult, Conflict, Outcome, Report } from '../../types.ts';
import type { Palette } from './palette.ts';
import { conflictText } from './sources.ts';
import { visible } from './visible.ts';

export interface TextOptions {
  readonly verbosity: number;
  readonly palette: Palette;
  /** Columns of the terminal; `Infinity` if there is none. */
  readonly columns: number;
  /** `5.2`: the summary line is worded as this Django words it. */
  readonly djangoVersion: string;
  readonly link: boolean;
}

/** Number of conflicts that are shown; the others are only counted, unless -v 2 asks for all. */
const SHOWN_CONFLICTS = 20;

/**
 * Text of a run's report, for stdout, line by line: conflicts, what was done (by verbosity), Django's summary line last.
 */
export function* reportText(report: Report, options: TextOptions): Generator<string, void> {
  if (options.verbosity < 1) return;
  for (const line of conflictLines(report.conflicts, options)) yield `${line}\n`;
  for (const outcome of tellsFiles(report, options) ? report.outcomes : []) {
    const line = outcomeText(outcome, report.dryRun, options);
    if (line !== '') yield `${line}\n`;
  }
  for (const line of savedLines(report)) yield `${line}\n`;
  for (const budget of report.budgets ?? []) yield `${budgetText(budget)}\n`;
  yield `\n${summaryText(report, options)}\n`;
}

/**
 * Advice for after the run, for stderr: programs look for Django's summary at the end of stdout. WhiteNoise answers 404 for a
 * file that was not there when its worker started.
 */
export function adviceText({ changed }: Report, usesWhiteNoise: boolean): string {
  return changed && usesWhiteNoise
    ? 'Reload the application: WhiteNoise lists the files when a worker starts.\n'
    : '';
}

function conflictLines(conflicts: readonly Conflict[], options: TextOptions): string[] {
  const all = options.verbosity >= 2;
  const worth = all ? conflicts : conflicts.filter((conflict) => !conflict.identical && !conflict.settledBy);
  const shown = all ? worth : worth.slice(0, SHOWN_CONFLICTS);
  const lines = shown.map((conflict) => conflictText(conflict, options.palette, options.columns));
  const hidden = conflicts.length - shown.length;
  if (hidden > 0) lines.push(options.palette.faint(hiddenText(conflicts, worth.length - shown.length)));
  return lines;
}

function hiddenText(conflicts: readonly Conflict[], cut: number): string {
  const settled = conflicts.filter((conflict) => conflict.settledBy !== undefined).length;
  const identical = conflicts.filter((conflict) => conflict.identical && !conflict.settledBy).length;
  const parts = [
    cut > 0 ? `${cut} more` : '',
    identical > 0 ? `${identical} between identical files` : '',
    settled > 0 ? `${settled} settled by a rule` : '',
  ].filter((part) => part !== '');
  return `conflicts not shown: ${parts.join(', ')} (-v 2 shows them)`;
}

function savedLines({ savedBytes }: Report): readonly string[] {
  return savedBytes === undefined
    ? []
    : [`${sizeText(savedBytes)} saved: files with the same bytes share them`];
}

/** A budget that is kept, or can't be judged: `budget img/*: 288 kB of 300 kB`. */
export function budgetText({ glob, words, measure, size, most }: BudgetResult): string {
  const is = `${sizeText(size)}${measure === 'gzip' ? ' gzip' : ''}`;
  const limit = words.startsWith('+') ? `${most === null ? '' : `${sizeText(most)} `}(${words})` : words;
  return `budget ${visible(glob)}: ${is}${most === null ? '' : ` of ${visible(limit)}`}`;
}

/** False if no file has a line: at -v 1 a run tells only what it deletes. */
function tellsFiles({ dryRun, counts }: Report, { verbosity }: TextOptions): boolean {
  return dryRun || verbosity >= 2 || counts.deleted > 0;
}

/** Django's lines; a dry run's are shown at -v 1, a real run's at -v 2. */
function outcomeText(outcome: Outcome, dryRun: boolean, { verbosity, djangoVersion }: TextOptions): string {
  switch (outcome.action) {
    case 'copied':
      if (dryRun) return `Pretending to copy '${visible(outcome.from ?? '')}'`;
      return verbosity >= 2 ? `Copying '${visible(outcome.from ?? '')}'` : '';
    case 'linked':
      if (dryRun) return `Pretending to link '${visible(outcome.from ?? '')}'`;
      return verbosity >= 2 ? `Linking '${visible(outcome.from ?? '')}'` : '';
    case 'deleted':
      // Django 6.0 and newer print deletions at -v 2 only.
      if (verbosity < 2 && isSixOrNewer(djangoVersion)) return '';
      return dryRun
        ? `Pretending to delete '${visible(outcome.path)}'`
        : `Deleting '${visible(outcome.path)}'`;
    case 'unmodified':
      return verbosity >= 2 && outcome.why === 'collected'
        ? `Skipping '${visible(outcome.path)}' (not modified)`
        : '';
    case 'processed':
      return verbosity >= 2 && outcome.of !== undefined
        ? `Post-processed '${visible(outcome.of)}' as '${visible(outcome.path)}'`
        : '';
  }
}

/** Django's last line, in the words of the version in use. */
function summaryText(report: Report, options: Pick<TextOptions, 'djangoVersion' | 'link'>): string {
  const { counts } = report;
  const modified = counts.copied + counts.linked;
  const action = options.link ? 'symlinked' : 'copied';
  const sentence = [`${filesText(modified)} ${action} to '${visible(report.staticRoot)}'`];
  const isNewer = isSixOrNewer(options.djangoVersion);
  if (isNewer && counts.deleted > 0) sentence.unshift(`${filesText(counts.deleted)} deleted`);
  if (counts.unmodified > 0) sentence.push(`${counts.unmodified} unmodified`);
  if (counts.postProcessed > 0) sentence.push(`${counts.postProcessed} post-processed`);
  if (isNewer && counts.skippedByConflict > 0)
    sentence.push(`${counts.skippedByConflict} skipped due to conflict`);
  return `${sentence.join(', ')}.`;
}

function isSixOrNewer(djangoVersion: string): boolean {
  return Number(djangoVersion.split('.')[0]) >= 6;
}

function filesText(count: number): string {
  return `${count} static file${count === 1 ? '' : 's'}`;
}
