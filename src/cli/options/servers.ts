import { type Command, Option } from 'commander';
import { addSharedOptions, type IgnoreOptions, type SharedOptions, settingOptions } from './shared.ts';
import { port } from './values.ts';

/** The options of the two servers. */
export interface SiteFlags extends SharedOptions, IgnoreOptions {
  readonly proxy?: string;
  readonly host: string;
  readonly port: number;
}

/** The options of `server-config` and `check-server`. */
export interface ServerFlags extends SharedOptions {
  readonly full?: boolean;
  readonly app?: string;
  /** True without a name: that of WSGI_APPLICATION. */
  readonly wsgi?: string | true;
  readonly brotli?: boolean;
  readonly listen?: string;
  readonly output?: string;
  readonly check?: string;
  readonly user?: string;
}

/** The options of the two servers. */
export function addSiteOptions(command: Command): Command {
  return command
    .option('--proxy <port|url>', 'where the application listens')
    .addOption(
      new Option('--port <n>', 'listen on this port; 8080 unless said').argParser(port).default(8080),
    )
    .addOption(
      new Option('--host <host>', 'listen on this address; this machine alone unless said').default(
        '127.0.0.1',
      ),
    );
}

export function addServerOptions(command: Command): Command {
  for (const option of settingOptions('root')) command.addOption(option);
  command
    .option('--full', 'a whole file, not only a part to include')
    .option('--app <address>', 'what is behind it: http://127.0.0.1:8000, unix:/run/shop.sock')
    .option('--wsgi [module]', 'Apache starts it by mod_wsgi; WSGI_APPLICATION unless said')
    .option('--brotli', 'nginx has its module for Brotli')
    .option('--listen <address>', 'of a whole file: a port, or an address and a port; 80 unless said')
    .option('--output <file>', 'write it there, not to stdout')
    .option('--check <url>', 'ask the server at this address instead, as check-server does');
  return addSharedOptions(addUserOption(command));
}

export function addCheckServerOptions(command: Command): Command {
  for (const option of settingOptions('root')) command.addOption(option);
  return addSharedOptions(addUserOption(command));
}

function addUserOption(command: Command): Command {
  return command.option('--user <name>', 'the user of the server: what may it not read?');
}
