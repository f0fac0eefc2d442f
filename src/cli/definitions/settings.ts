import type { Command } from 'commander';
import { addSharedOptions, type SharedOptions } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { optionsOf } from './options.ts';

export function addSettings(program: Command, process: ProcessLike): void {
  const command = program
    .command('settings')
    .description('print what each setting is, and where it was set')
    .argument('[name...]', 'such as STATIC_ROOT; all of them without a name');
  addSharedOptions(command).action(async (names: readonly string[], _flags: unknown, self: Command) => {
    const { runSettings } = await import('../commands/settings.ts');
    await runSettings(process, names, optionsOf<SharedOptions>(self));
  });
}
