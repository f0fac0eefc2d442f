import type { Command } from 'commander';
import {
  addIgnoreOptions,
  addSharedOptions,
  type IgnoreOptions,
  type SharedOptions,
} from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { optionsOf } from './options.ts';

export function addList(program: Command, process: ProcessLike): void {
  const command = program
    .command('list')
    .description('print every path, its source, and what it shadows')
    .allowExcessArguments(false);
  addIgnoreOptions(command);
  addSharedOptions(command).action(async (_flags: unknown, self: Command) => {
    const { runList } = await import('../commands/list.ts');
    await runList(process, optionsOf<SharedOptions & IgnoreOptions>(self));
  });
}
