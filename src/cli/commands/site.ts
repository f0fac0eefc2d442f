import { fail } from '../../errors.ts';
import { siteJson } from '../../reporters/json/site.ts';
import { answeredText, type Banner, bannerText } from '../../reporters/text/site.ts';
import type { Application, Site, SiteOptions, StartedCommand } from '../../serve/index.ts';
import type { Problem } from '../../types.ts';
import { printProblems, type Terminal } from '../command.ts';
import { untilSignalled } from '../interrupt.ts';
import type { SiteFlags } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';

/** A server that is ready, and what is said of it. */
export interface Started {
  readonly site: Site;
  readonly banner: Pick<Banner, 'purpose' | 'routes' | 'remarks'>;
  readonly problems: readonly Problem[];
}

/**
 * Starts a server and the command of its application, says that they are ready, and waits until somebody ends one of them.
 * Returns the exit code: 0 if the server was told to end, otherwise that of the command.
 */
export async function runSite(
  process: ProcessLike,
  name: string,
  command: readonly string[],
  flags: SiteFlags,
  terminal: Terminal,
  start: (options: SiteOptions) => Promise<Started>,
): Promise<number> {
  const { startCommand } = await import('../../serve/index.ts');
  const application = await applicationOf(command, flags);
  const { signalled, stop } = untilSignalled(process);
  let site: Site | undefined;
  let started: StartedCommand | undefined;
  try {
    // The port is had before the application is started: it may be in use.
    const ready = await start(siteOptions(process, flags, terminal, application));
    site = ready.site;
    if (application?.command)
      started = await startCommand(application.command, { cwd: process.cwd(), env: process.env });
    await announce(process, name, flags, terminal, ready, application);
    const ends = [signalled.then(() => 0), ...(started === undefined ? [] : [started.ended])];
    return await Promise.race(ends);
  } finally {
    stop();
    await Promise.all([site?.close(), started?.stop()]);
  }
}

function siteOptions(
  process: ProcessLike,
  { host, port, verbosity, format }: SiteFlags,
  { palette, print, printError }: Terminal,
  application: Application | null,
): SiteOptions {
  return {
    host,
    port,
    application,
    onError: (error) =>
      printError(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
    ...(verbosity >= 2 && {
      // With JSON, stdout holds the one document and nothing else.
      onAnswered: (answered) =>
        (format === 'json' ? process.stderr.write.bind(process.stderr) : print)(
          answeredText(answered, palette),
        ),
    }),
  };
}

async function announce(
  process: ProcessLike,
  name: string,
  flags: SiteFlags,
  terminal: Terminal,
  { site, banner, problems }: Started,
  application: Application | null,
): Promise<void> {
  const { addressText, isLoopback } = await import('../../serve/index.ts');
  const behind =
    application === null
      ? 'nothing: no application is behind it'
      : `the application on ${addressText(application.address)}`;
  const whole: Banner = {
    ...banner,
    url: site.url,
    routes: [...banner.routes, ['/', behind]],
    remarks: [
      ...banner.remarks,
      ...(isLoopback(flags.host)
        ? []
        : [`It listens on ${flags.host}: everybody in the network can reach it.`]),
    ],
  };
  if (flags.format === 'json') {
    terminal.print(siteJson(name, whole, problems));
    return;
  }
  if (flags.verbosity < 1) return;
  await printProblems(process, flags, problems);
  terminal.print(bannerText(whole, terminal.palette));
}

/** Where the application listens: as --proxy says, or on a free port that its command is told. */
async function applicationOf(command: readonly string[], flags: SiteFlags): Promise<Application | null> {
  const { freePort, readAddress } = await import('../../serve/index.ts');
  const said = flags.proxy === undefined ? null : readAddress(flags.proxy);
  if (command.length === 0) return said === null ? null : { address: said, command: null };
  const asks = command.some((word) => word.includes(PORT));
  if (said === null && !asks)
    throw fail({
      code: 'command-port-unknown',
      message: `Nothing tells on which port the command listens: ${command.join(' ')}`,
      hint: `Write ${PORT} where it takes its port, or say the port it has: --proxy 8000.`,
    });
  const address = said ?? { host: '127.0.0.1', port: await freePort() };
  return { address, command: command.map((word) => word.replaceAll(PORT, String(address.port))) };
}

const PORT = '{port}';
