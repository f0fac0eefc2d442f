import { Argument, type Command } from 'commander';
import { addServerOptions, type ServerFlags } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { optionsOf } from './options.ts';

export function addServerConfig(program: Command, process: ProcessLike): void {
  const config = program
    .command('server-config')
    .description('write the configuration of a web server')
    .addArgument(
      new Argument('[server]', 'nginx, apache or caddy').choices(['nginx', 'apache', 'caddy', 'uwsgi']),
    )
    .allowExcessArguments(false);
  addServerOptions(config).action(async (server: string | undefined, _flags: unknown, self: Command) => {
    const flags = optionsOf<ServerFlags>(self);
    if (flags.check !== undefined) {
      const { runCheckServer } = await import('../commands/check-server.ts');
      return runCheckServer(process, flags.check, flags);
    }
    if (server === undefined) return config.error('error: which server? Say nginx, apache or caddy');
    const { runServerConfig } = await import('../commands/server-config.ts');
    await runServerConfig(process, server, flags);
  });
}
