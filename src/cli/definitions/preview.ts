import type { Command } from 'commander';
import { addSharedOptions, addSiteOptions, addStaticRootOption, type SiteFlags } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { optionsOf } from './options.ts';

export function addPreview(program: Command, process: ProcessLike): void {
  const preview = program
    .command('preview')
    .description('serve STATIC_ROOT as production does')
    .argument('[command...]', 'after --: what starts the app; {port} is its port');
  addStaticRootOption(addSharedOptions(addSiteOptions(preview))).action(
    async (words: readonly string[], _flags: unknown, self: Command) => {
      const { runPreview } = await import('../commands/preview.ts');
      await runPreview(process, words, optionsOf<SiteFlags>(self));
    },
  );
}
