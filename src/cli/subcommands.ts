import { Argument, type Command } from 'commander';
import type { PublishAction } from './commands/publish.ts';
import { refuseForeignOptions } from './options/foreign.ts';
import {
  addCheckOptions,
  addCheckServerOptions,
  addIgnoreOptions,
  addPruneOptions,
  addPublishOptions,
  addReportOptions,
  addRootOptions,
  addServerOptions,
  addSharedOptions,
  addSiteOptions,
  addStaticRootOption,
  type CheckFlags,
  type IgnoreOptions,
  type PruneFlags,
  type PublishFlags,
  type ReportFlags,
  type RootFlags,
  type ServerFlags,
  type SharedOptions,
  type SiteFlags,
} from './options/index.ts';
import type { ProcessLike } from './process.ts';

/** The commands besides the main one, in the order of `--help`. */
const SUBCOMMANDS = {
  find: addFind,
  list: addList,
  check: addCheck,
  report: addReport,
  settings: addSettings,
  why: addWhy,
  prune: addPrune,
  rollback: addRollback,
  publish: addPublish,
  serve: addServe,
  preview: addPreview,
  'server-config': addServerConfig,
  'check-server': addCheckServer,
  completion: addCompletion,
};

export const SUBCOMMAND_NAMES: readonly string[] = Object.keys(SUBCOMMANDS);

/** What tells of all commands. */
const TELLS_OF_ALL = /^(?:help|completion|--help|-[^-]*h.*)$/;

/** Adds the commands besides the main one; if `args` are given, those they may ask for. */
export function addSubcommands(program: Command, process: ProcessLike, args?: readonly string[]): void {
  const isAll = args === undefined || args.some((arg) => TELLS_OF_ALL.test(arg));
  for (const [name, add] of Object.entries(SUBCOMMANDS))
    if (isAll || args.includes(name)) add(program, process);
}

/** Options given after the command's name, then those before it (`collectstatic -v 2 list`), then the defaults. */
function optionsOf<Options>(command: Command): Options {
  const said = Object.entries(command.opts()).filter(
    ([name]) => command.getOptionValueSource(name) !== 'default',
  );
  const options = { ...command.opts(), ...command.parent?.opts(), ...Object.fromEntries(said) };
  refuseFormat(command, options.format);
  return options as Options;
}

/** Refuses a format that was given before the command's name, where only the program's own choices are looked at. */
function refuseFormat(command: Command, format: unknown): void {
  const choices = command.options.find(({ long }) => long === '--format')?.argChoices;
  if (choices === undefined || choices.includes(String(format))) return;
  const known = choices.join(', ');
  command.error(`error: '${command.name()}' has no --format ${format}. Allowed choices are ${known}.`, {
    code: 'commander.invalidArgument',
  });
}

function addFind(program: Command, process: ProcessLike): void {
  const command = program
    .command('find')
    .description("print where a path is found (Django's findstatic)")
    .argument('<path...>', 'paths below STATIC_URL: files or folders')
    .option('--first', 'only the one that wins');
  addSharedOptions(command).action(async (paths: readonly string[], _flags: unknown, self: Command) => {
    const { runFind } = await import('./commands/find.ts');
    await runFind(process, paths, optionsOf<SharedOptions & { readonly first?: boolean }>(self));
  });
}

function addList(program: Command, process: ProcessLike): void {
  const command = program
    .command('list')
    .description('print every path, its source, and what it shadows')
    .allowExcessArguments(false);
  addIgnoreOptions(command);
  addSharedOptions(command).action(async (_flags: unknown, self: Command) => {
    const { runList } = await import('./commands/list.ts');
    await runList(process, optionsOf<SharedOptions & IgnoreOptions>(self));
  });
}

function addCheck(program: Command, process: ProcessLike): void {
  const command = program
    .command('check')
    .description('check that all files referred to are there')
    .allowExcessArguments(false);
  addCheckOptions(command).action(async (_flags: unknown, self: Command) => {
    const flags = optionsOf<CheckFlags>(self);
    refuseNamelessBaseline(self, flags);
    const { runCheck } = await import('./commands/check.ts');
    await runCheck(process, flags);
  });
}

function refuseNamelessBaseline(command: Command, { baseline, updateBaseline }: CheckFlags): void {
  if (!updateBaseline || baseline !== undefined) return;
  command.error(
    'error: --update-baseline needs to know which file to write: add --baseline collectstatic-baseline.json',
    { code: 'commander.missingMandatoryOptionValue' },
  );
}

function addReport(program: Command, process: ProcessLike): void {
  const command = program
    .command('report')
    .description('tell what static files weigh, and which are not used')
    .allowExcessArguments(false);
  addReportOptions(command).action(async (_flags: unknown, self: Command) => {
    const { runReport } = await import('./commands/report.ts');
    await runReport(process, optionsOf<ReportFlags>(self));
  });
}

function addSettings(program: Command, process: ProcessLike): void {
  const command = program
    .command('settings')
    .description('print what each setting is, and where it was set')
    .argument('[name...]', 'such as STATIC_ROOT; all of them without a name');
  addSharedOptions(command).action(async (names: readonly string[], _flags: unknown, self: Command) => {
    const { runSettings } = await import('./commands/settings.ts');
    await runSettings(process, names, optionsOf<SharedOptions>(self));
  });
}

function addServe(program: Command, process: ProcessLike): void {
  const serve = program
    .command('serve')
    .description('serve static files before your app, in development')
    .argument('[command...]', 'after --: what starts the app; {port} is its port');
  addSharedOptions(addIgnoreOptions(addSiteOptions(serve))).action(
    async (words: readonly string[], _flags: unknown, self: Command) => {
      const { runServe } = await import('./commands/serve.ts');
      await runServe(process, words, optionsOf<SiteFlags>(self));
    },
  );
}

function addPreview(program: Command, process: ProcessLike): void {
  const preview = program
    .command('preview')
    .description('serve STATIC_ROOT as production does')
    .argument('[command...]', 'after --: what starts the app; {port} is its port');
  addStaticRootOption(addSharedOptions(addSiteOptions(preview))).action(
    async (words: readonly string[], _flags: unknown, self: Command) => {
      const { runPreview } = await import('./commands/preview.ts');
      await runPreview(process, words, optionsOf<SiteFlags>(self));
    },
  );
}

function addCompletion(program: Command, process: ProcessLike): void {
  program
    .command('completion', { hidden: true })
    .description('print a script for the shell that completes all this')
    .addArgument(new Argument('<shell>', 'bash, zsh or fish').choices(['bash', 'zsh', 'fish']))
    .allowExcessArguments(false)
    .action(async (shell: string) => {
      const { completionScript } = await import('./shell/index.ts');
      process.stdout.write(completionScript(program, shell));
    });
}

function addServerConfig(program: Command, process: ProcessLike): void {
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
      const { runCheckServer } = await import('./commands/check-server.ts');
      return runCheckServer(process, flags.check, flags);
    }
    if (server === undefined) return config.error('error: which server? Say nginx, apache or caddy');
    const { runServerConfig } = await import('./commands/server-config.ts');
    await runServerConfig(process, server, flags);
  });
}

function addCheckServer(program: Command, process: ProcessLike): void {
  const check = program
    .command('check-server')
    .description('ask a live server, and tell what is wrong')
    .argument('[url]', 'of the site, or of its static files; without one only STATIC_ROOT is looked at')
    .allowExcessArguments(false);
  addCheckServerOptions(check).action(async (url: string | undefined, _flags: unknown, self: Command) => {
    const { runCheckServer } = await import('./commands/check-server.ts');
    await runCheckServer(process, url ?? null, optionsOf<ServerFlags>(self));
  });
}

const PUBLISH_ACTIONS: readonly PublishAction[] = ['prune', 'rollback', 'purge'];

function knownAction(command: Command, word: string): PublishAction {
  const action = PUBLISH_ACTIONS.find((known) => known === word);
  if (action !== undefined) return action;
  const known = PUBLISH_ACTIONS.map((name) => `publish ${name}`).join(', ');
  return command.error(`error: 'publish' has no command '${word}': say publish alone, or ${known}.`, {
    code: 'commander.unknownCommand',
  });
}

function addPublish(program: Command, process: ProcessLike): void {
  const command: Command = program
    .command('publish')
    .description('send STATIC_ROOT to a bucket; tend it there')
    .addArgument(
      new Argument('[action]', 'prune, rollback or purge what is there')
        .choices(PUBLISH_ACTIONS)
        .argParser((word) => knownAction(command, word)),
    )
    .allowExcessArguments(false);
  addSharedOptions(addPublishOptions(addRootOptions(command))).action(
    async (action: PublishAction | undefined, _flags: unknown, self: Command) => {
      refuseForeignOptions(self, action);
      const { runPublish } = await import('./commands/publish.ts');
      await runPublish(process, action, optionsOf<PublishFlags>(self));
    },
  );
}

function addWhy(program: Command, process: ProcessLike): void {
  const why = program
    .command('why')
    .description('say why a file of STATIC_ROOT is there')
    .argument('<path...>', 'paths below STATIC_ROOT');
  addSharedOptions(addRootOptions(why)).action(
    async (paths: readonly string[], _flags: unknown, self: Command) => {
      const { runWhy } = await import('./commands/why.ts');
      await runWhy(process, paths, optionsOf<RootFlags>(self));
    },
  );
}

function addPrune(program: Command, process: ProcessLike): void {
  const prune = program
    .command('prune')
    .description('delete fingerprinted files that are long retired')
    .allowExcessArguments(false);
  addSharedOptions(addPruneOptions(addRootOptions(prune))).action(async (_flags: unknown, self: Command) => {
    const { runPrune } = await import('./commands/prune.ts');
    await runPrune(process, optionsOf<PruneFlags>(self));
  });
}

function addRollback(program: Command, process: ProcessLike): void {
  const rollback = program
    .command('rollback')
    .description('serve the release before this one (--swap)')
    .allowExcessArguments(false);
  addSharedOptions(addRootOptions(rollback)).action(async (_flags: unknown, self: Command) => {
    const { runRollback } = await import('./commands/rollback.ts');
    await runRollback(process, optionsOf<RootFlags>(self));
  });
}
