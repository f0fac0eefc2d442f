import { Argument, Command, Help } from 'commander';
import { visibleLines } from '../reporters/text/visible.ts';
import { maskText } from '../secrets/index.ts';
import { nearest } from '../text/nearest.ts';
import type { PublishAction } from './commands/publish.ts';
import { refuseForeignOptions } from './options/foreign.ts';
import {
  ALL_FORMATS,
  addCheckOptions,
  addCheckServerOptions,
  addCollectOptions,
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
  type CollectFlags,
  type IgnoreOptions,
  type PruneFlags,
  type PublishFlags,
  type ReportFlags,
  type RootFlags,
  type ServerFlags,
  type SharedOptions,
  type SiteFlags,
} from './options/index.ts';
import type { Binary, ProcessLike } from './process.ts';
import { withHiddenOption } from './suggestion.ts';
import { version } from './version.ts';

const EXAMPLES = `
Examples:
  collectstatic --no-input                 collect, as a build step does
  collectstatic -n -v 2                    rehearse, and tell everything
  collectstatic find admin/css/base.css    which file is that?
`;

/** Makes the command line for commander. The code of a command is loaded only if that command runs. */
export function createProgram(process: ProcessLike, binary: Binary = 'collectstatic'): Command {
  const program = new Command('collectstatic')
    .description(
      "Gathers a Django project's static files into STATIC_ROOT, without Python.\nsrc/cli/README.md of the repository tells of more options, for rarer needs.",
    )
    .usage('[options]\n       collectstatic <command> [options]')
    .version(version)
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .showHelpAfterError(`(${binary} --help tells more)`)
    .exitOverride()
    // The descriptions say choices and defaults themselves, in fewer words.
    .configureHelp({
      helpWidth: 80,
      commandUsage: (command) =>
        binary === 'findstatic' ? `findstatic ${command.usage()}` : new Help().commandUsage(command),
      optionDescription: (option) => option.description,
      // It says what --help says, and that is listed.
      visibleCommands: (command) =>
        new Help().visibleCommands(command).filter((each) => each.name() !== 'help'),
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
    })
    .helpCommand('help [command]', 'the same as --help')
    .configureOutput({
      writeOut: (text) => void process.stdout.write(text),
      writeErr: (text) => void process.stderr.write(visibleLines(maskText(text))),
      outputError: (text, write) => write(withHiddenOption(text, program)),
    });
  addCollectOptions(program);
  addSharedOptions(program, ALL_FORMATS);
  program
    .addHelpText('after', EXAMPLES)
    .allowExcessArguments()
    .action(async (flags: CollectFlags, command: Command) => {
      refuseUnknownCommand(command);
      if (flags.init === true) return (await import('./commands/init.ts')).runInit(process, flags);
      return (await import('./commands/collect.ts')).runCollect(process, flags);
    });
  addFind(program, process);
  addList(program, process);
  addCheck(program, process);
  addReport(program, process);
  addSettings(program, process);
  addUpkeep(program, process);
  addPublish(program, process);
  addSites(program, process);
  addServers(program, process);
  addCompletion(program, process);
  return program;
}

function argumentTerm(argument: Argument): string {
  const name = argument.variadic ? `${argument.name()}...` : argument.name();
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** Refuses a word where a command is expected: the root command takes no arguments. */
function refuseUnknownCommand(program: Command): void {
  const [word] = program.args;
  if (word === undefined) return;
  const names = program.commands.map((command) => command.name());
  // A longer word that starts the same, or a slip of the keyboard.
  const near = names.find((name) => word.startsWith(name)) ?? nearest(word, names, word.length / 2);
  const hint = near === undefined ? '' : `\n(Did you mean ${near}?)`;
  program.error(`error: unknown command '${word}'${hint}`, { code: 'commander.unknownCommand' });
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
    const { runCheck } = await import('./commands/check.ts');
    await runCheck(process, optionsOf<CheckFlags>(self));
  });
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

function addSites(program: Command, process: ProcessLike): void {
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

function addServers(program: Command, process: ProcessLike): void {
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

function addPublish(program: Command, process: ProcessLike): void {
  const command = program
    .command('publish')
    .description('send STATIC_ROOT to a bucket; tend it there')
    .addArgument(
      new Argument('[action]', 'prune, rollback or purge what is there').choices([
        'prune',
        'rollback',
        'purge',
      ]),
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

function addUpkeep(program: Command, process: ProcessLike): void {
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
  const prune = program
    .command('prune')
    .description('delete fingerprinted files that are long retired')
    .allowExcessArguments(false);
  addSharedOptions(addPruneOptions(addRootOptions(prune))).action(async (_flags: unknown, self: Command) => {
    const { runPrune } = await import('./commands/prune.ts');
    await runPrune(process, optionsOf<PruneFlags>(self));
  });
  const rollback = program
    .command('rollback')
    .description('serve the release before this one (--swap)')
    .allowExcessArguments(false);
  addSharedOptions(addRootOptions(rollback)).action(async (_flags: unknown, self: Command) => {
    const { runRollback } = await import('./commands/rollback.ts');
    await runRollback(process, optionsOf<RootFlags>(self));
  });
}
