import type { Command } from 'commander';
import { addReportOptions, type ReportFlags } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { optionsOf } from './options.ts';

export function addReport(program: Command, process: ProcessLike): void {
  const command = program
    .command('report')
    .description('tell what static files weigh, and which are not used')
    .allowExcessArguments(false);
  addReportOptions(command).action(async (_flags: unknown, self: Command) => {
    const { runReport } = await import('../commands/report/index.ts');
    await runReport(process, optionsOf<ReportFlags>(self));
  });
}
