import type { Command } from 'commander';
import { addSharedOptions, type SharedOptions } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { optionsOf } from './options.ts';

export function addFind(program: Command, process: ProcessLike): void {
  const command = program
    .command('find')
    .description("print where a path is found (Django's findstatic)")
    .argument('<path...>', 'paths below STATIC_URL: files or folders')
    .option('--first', 'only the one that wins');
  addSharedOptions(command).action(async (paths: readonly string[], _flags: unknown, self: Command) => {
    const { runFind } = await import('../commands/find.ts');
    await runFind(process, paths, optionsOf<SharedOptions & { readonly first?: boolean }>(self));
  });
}
