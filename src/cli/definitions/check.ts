import type { Command } from 'commander';
import { addCheckOptions, type CheckFlags } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { optionsOf } from './options.ts';

export function addCheck(program: Command, process: ProcessLike): void {
  const command = program
    .command('check')
    .description('check that all files referred to are there')
    .allowExcessArguments(false);
  addCheckOptions(command).action(async (_flags: unknown, self: Command) => {
    const flags = optionsOf<CheckFlags>(self);
    refuseNamelessBaseline(self, flags);
    const { runCheck } = await import('../commands/check/index.ts');
    await runCheck(process, flags);
  });
}

function refuseNamelessBaseline(command: Command, { baseline, updateBaseline }: CheckFlags): void {
  if (!updateBaseline || baseline !== undefined) return;
  command.error(
    'error: --update-baseline needs to know which file to write: add --baseline collectstatic-baseline.json',
    { code: 'commander.missingMandatoryOptionValue' },
  );
}
