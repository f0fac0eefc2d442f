import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { report } from '../../../report/index.ts';
import { problemFindings } from '../../../reporters/annotations/index.ts';
import { staticReportJson } from '../../../reporters/json/static-report.ts';
import { reportPage } from '../../../reporters/report-page/index.ts';
import { staticReportText } from '../../../reporters/text/static-report.ts';
import type { Problem, StaticReport } from '../../../types.ts';
import { annotate, isToolFormat } from '../../annotate.ts';
import { printProblems, runCommand, type Terminal } from '../../command.ts';
import { onNamedFile } from '../../named-file.ts';
import type { ReportFlags } from '../../options/index.ts';
import type { ProcessLike } from '../../process.ts';
import { planToCheck } from '../checked-plan.ts';
import { pageParts } from './page-parts.ts';

/** Runs `collectstatic report`. Exits with 1 if a budget is broken. */
export function runReport(process: ProcessLike, flags: ReportFlags): Promise<void> {
  return runCommand(process, 'report', flags, async (terminal) => {
    const { settings, planned } = await planToCheck(process, flags);
    const at = (file: string): string => resolve(process.cwd(), file);
    const found = await report(settings, planned, {
      ...(flags.against !== undefined && { against: at(flags.against) }),
      ...(flags.accessLog !== undefined && { accessLog: at(flags.accessLog) }),
    });
    if (flags.html !== undefined) writePage(at(flags.html), found);
    await print(process, flags, terminal, found);
    return found.problems.some(isError) ? 1 : 0;
  });
}

async function print(
  process: ProcessLike,
  flags: ReportFlags,
  terminal: Terminal,
  found: StaticReport,
): Promise<void> {
  if (flags.format === 'json') return terminal.print(staticReportJson(found, !found.problems.some(isError)));
  if (!isToolFormat(flags.format)) {
    if (flags.verbosity >= 1) await printProblems(process, flags, found.problems);
    const { palette } = terminal;
    terminal.print(staticReportText(found, { palette, verbosity: flags.verbosity, page: flags.html }));
  }
  annotate(process, 'report', flags, (cwd) => problemFindings(found.problems, cwd));
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

function writePage(file: string, found: StaticReport): void {
  const page = reportPage(found, pageParts());
  const unwritable = {
    code: 'report-unwritten',
    message: `The page ${file} can't be written`,
    hint: 'Name another file: --html FILE.',
  };
  onNamedFile(file, unwritable, () => writeFileSync(file, page));
}
