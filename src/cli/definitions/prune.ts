import type { Command } from 'commander';
import { addPruneOptions, addRootOptions, addSharedOptions, type PruneFlags } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { optionsOf } from './options.ts';

export function addPrune(program: Command, process: ProcessLike): void {
  const prune = program
    .command('prune')
    .description('delete fingerprinted files that are long retired')
    .allowExcessArguments(false);
  addSharedOptions(addPruneOptions(addRootOptions(prune))).action(async (_flags: unknown, self: Command) => {
    const { runPrune } = await import('../commands/prune.ts');
    await runPrune(process, optionsOf<PruneFlags>(self));
  });
}
