import type { Command } from 'commander';
import { addRootOptions, addSharedOptions, type RootFlags } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { optionsOf } from './options.ts';

export function addWhy(program: Command, process: ProcessLike): void {
  const why = program
    .command('why')
    .description('say why a file of STATIC_ROOT is there')
    .argument('<path...>', 'paths below STATIC_ROOT');
  addSharedOptions(addRootOptions(why)).action(
    async (paths: readonly string[], _flags: unknown, self: Command) => {
      const { runWhy } = await import('../commands/why.ts');
      await runWhy(process, paths, optionsOf<RootFlags>(self));
    },
  );
}
