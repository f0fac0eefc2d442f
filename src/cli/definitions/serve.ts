import type { Command } from 'commander';
import { addIgnoreOptions, addSharedOptions, addSiteOptions, type SiteFlags } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { optionsOf } from './options.ts';

export function addServe(program: Command, process: ProcessLike): void {
  const serve = program
    .command('serve')
    .description('serve static files before your app, in development')
    .argument('[command...]', 'after --: what starts the app; {port} is its port');
  addSharedOptions(addIgnoreOptions(addSiteOptions(serve))).action(
    async (words: readonly string[], _flags: unknown, self: Command) => {
      const { runServe } = await import('../commands/serve.ts');
      await runServe(process, words, optionsOf<SiteFlags>(self));
    },
  );
}
