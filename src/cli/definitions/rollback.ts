import type { Command } from 'commander';
import { addRootOptions, addSharedOptions, type RootFlags } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { optionsOf } from './options.ts';

export function addRollback(program: Command, process: ProcessLike): void {
  const rollback = program
    .command('rollback')
    .description('serve the release before this one (--swap)')
    .allowExcessArguments(false);
  addSharedOptions(addRootOptions(rollback)).action(async (_flags: unknown, self: Command) => {
    const { runRollback } = await import('../commands/rollback.ts');
    await runRollback(process, optionsOf<RootFlags>(self));
  });
}
