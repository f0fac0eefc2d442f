import type { Command } from 'commander';
import { addCheckServerOptions, type ServerFlags } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { optionsOf } from './options.ts';

export function addCheckServer(program: Command, process: ProcessLike): void {
  const check = program
    .command('check-server')
    .description('ask a live server, and tell what is wrong')
    .argument('[url]', 'of the site, or of its static files; without one only STATIC_ROOT is looked at')
    .allowExcessArguments(false);
  addCheckServerOptions(check).action(async (url: string | undefined, _flags: unknown, self: Command) => {
    const { runCheckServer } = await import('../commands/check-server.ts');
    await runCheckServer(process, url ?? null, optionsOf<ServerFlags>(self));
  });
}
