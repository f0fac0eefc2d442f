import { type Command, Option } from 'commander';
import { KEPT_RELEASES } from '../retention.ts';
import type { FlagValues, SettingsRequest } from '../settings/index.ts';
// Not by way of its index: `--help` needs none of the rest.
import { FLAGGED_SETTINGS, type FlaggedSetting } from '../settings/schema/flags.ts';
import { append, assignment, count, duration, port, verbosity, version } from './option-values.ts';
import { type PurgeChoice, purgeChoices } from './purge-choice.ts';

/** How the result of a command is written. Those of other tools are for `collect` and `check`. */
export type Format = 'text' | 'json' | 'github' | 'gitlab' | 'sarif' | 'junit';

const FORMATS: readonly Format[] = ['text', 'json'];
export const ALL_FORMATS: readonly Format[] = [...FORMATS, 'github', 'gitlab', 'sarif', 'junit'];

/** The options of every command. */
export interface SharedOptions extends FlagValues {
  readonly settings?: string;
  readonly pythonpath?: readonly string[];
  readonly venv?: string;
  readonly python?: string;
  readonly answer?: boolean;
  readonly leaveToDjango?: boolean;
  readonly allowRead?: readonly string[];
  readonly envFile?: string;
  readonly set?: readonly string[];
  readonly assumeBenign?: boolean;
  readonly skipChecks?: boolean;
  readonly format: Format;
  readonly verbosity: number;
  readonly color: boolean;
  readonly forceColor?: boolean;
  readonly traceback?: boolean;
}

/** Options that the management commands give, and nobody else: no page tells of them. */
export const BETWEEN_US: readonly string[] = ['--answer', '--leave-to-django'];

/** The options of collect and list: which files take part. */
export interface IgnoreOptions {
  readonly ignore?: readonly string[];
}

export interface CollectFlags extends SharedOptions, IgnoreOptions {
  readonly init?: boolean;
  readonly dryRun?: boolean;
  readonly clear?: boolean;
  readonly link?: boolean;
  readonly checksum?: boolean;
  readonly clearOwned?: boolean;
  readonly swap?: boolean;
  readonly keep?: number;
  readonly durable?: boolean;
  readonly dedupe?: boolean;
  /** Milliseconds. */
  readonly lockTimeout?: number;
  readonly input: boolean;
  readonly noinput?: boolean;
  readonly postProcess: boolean;
  readonly against?: string;
}

/** The options of `check`. */
export interface CheckFlags extends SharedOptions, IgnoreOptions {
  readonly strict?: boolean;
  readonly fix?: boolean;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly includePackages?: boolean;
  readonly diff?: string;
}

/** The options of `report`. */
export interface ReportFlags extends SharedOptions, IgnoreOptions {
  readonly html?: string;
  readonly against?: string;
  readonly accessLog?: string;
}

/** The options of commands that look after a STATIC_ROOT. */
export interface RootFlags extends SharedOptions {
  /** Milliseconds. */
  readonly lockTimeout?: number;
}

/** The options of the two servers. */
export interface SiteFlags extends SharedOptions, IgnoreOptions {
  readonly proxy?: string;
  readonly host: string;
  readonly port: number;
}

export interface PruneFlags extends RootFlags {
  readonly keep?: number;
  /** Milliseconds. */
  readonly olderThan?: number;
  readonly dryRun?: boolean;
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

/** The options of `publish` and its actions. */
export interface PublishFlags extends PruneFlags {
  readonly clear?: boolean;
  readonly force?: boolean;
  readonly purge?: readonly PurgeChoice[];
  readonly purgeNew?: boolean;
}

const SETTINGS_GROUP = 'Settings:';

const OUTPUT_GROUP = 'Output:';

export function addSharedOptions(command: Command, formats: readonly Format[] = FORMATS): Command {
  const settings = [
    new Option('--settings <module|file>', 'a settings module, or a settings file'),
    new Option('--pythonpath <dir>', 'look for Python code here first; repeatable').argParser(append),
    new Option('--venv <dir>', 'the virtual environment with the installed apps'),
    new Option('--python <path>', 'ask this interpreter for the settings, once').hideHelp(),
    new Option('--answer', 'stdin is what manage.py tells of the project').hideHelp(),
    new Option('--leave-to-django', "exit 3 for what only Django's own command can do").hideHelp(),
    new Option('--allow-read <dir>', 'settings may read files below it; repeatable')
      .argParser(append)
      .hideHelp(),
    new Option('--env-file <file>', 'environment variables for settings.py'),
    new Option('--set <NAME=VALUE>', 'override a setting; repeatable').argParser(assignment),
    ...settingOptions('all'),
    new Option('--assume-benign', 'take calls that cannot be followed as harmless').hideHelp(),
    new Option('--skip-checks', "accepted as in Django: leave out Django's system checks").hideHelp(),
  ];
  const output = [
    new Option('--format <format>', formatsText(formats)).choices(formats).default('text'),
    new Option('-v, --verbosity <0..3>', 'how much to tell; 1 unless said').argParser(verbosity).default(1),
    new Option('--no-color', 'no colours (also: NO_COLOR)').hideHelp(),
    new Option('--force-color', 'colours even where no terminal is').hideHelp(),
    new Option('--traceback', 'show the stack of every error').hideHelp(),
  ];
  for (const option of settings) command.addOption(option.helpGroup(SETTINGS_GROUP));
  for (const option of output) command.addOption(option.helpGroup(OUTPUT_GROUP));
  return command;
}

/** `text (the default) or json`; a longer list has no room for a remark. */
function formatsText(formats: readonly Format[]): string {
  const last = formats.at(-1);
  const others = formats.slice(0, -1);
  return `${others.length === 1 ? `${others[0]} (the default)` : others.join(', ')} or ${last}`;
}

export function addCheckOptions(command: Command): Command {
  command
    .option('--strict', 'exit 1 for warnings too')
    .option('--fix', 'write what has exactly one correction')
    .option('--baseline <file>', 'let pass the findings that this file lists')
    .option('--update-baseline', 'write all findings of now into that file')
    .option('--include-packages', 'also tell what is wrong in installed packages')
    .option('--diff <rev>', 'only files that changed since this Git revision');
  addIgnoreOptions(command);
  return addSharedOptions(command, ALL_FORMATS);
}

export function addReportOptions(command: Command): Command {
  command
    .option('--html <file>', 'also write one page, to be read offline')
    .addOption(againstOption())
    .option('--access-log <file>', 'tell which files nobody asked for');
  addIgnoreOptions(command);
  for (const option of settingOptions('root')) command.addOption(option);
  return addSharedOptions(command, ALL_FORMATS);
}

export function addIgnoreOptions(command: Command): Command {
  command.addOption(
    new Option('-i, --ignore <pattern>', 'leave out what matches; repeatable').argParser(append),
  );
  for (const option of settingOptions('listing')) command.addOption(option);
  return command;
}

/** The options that set one setting each, of the commands named. */
function settingOptions(commands: FlaggedSetting['flag']['commands']): readonly Option[] {
  return FLAGGED_SETTINGS.filter(({ flag }) => flag.commands === commands).map(settingOption);
}

function settingOption({ shape, flag }: FlaggedSetting): Option {
  const option = new Option(flag.words, flag.help).hideHelp(flag.isRare ?? false);
  if (shape === 'version') option.argParser(version);
  return typeof shape === 'object' && 'choice' in shape ? option.choices(shape.choice) : option;
}

export function addCollectOptions(command: Command): Command {
  for (const option of settingOptions('root')) command.addOption(option);
  command
    .option('-n, --dry-run', 'go through everything, write nothing')
    .option('-c, --clear', 'remove what this run does not want, last')
    .option('-l, --link', 'make absolute symlinks instead of copies')
    .addOption(new Option('--checksum', 'compare bytes, trust no times').hideHelp())
    .option('--swap', 'build a release aside, then switch to it')
    .addOption(new Option('--keep <n>', 'with --swap: how many releases stay').argParser(count).hideHelp())
    .addOption(new Option('--clear-owned', 'as --clear, but only what earlier runs put there').hideHelp())
    .addOption(new Option('--durable', 'wait until every file is on the disk').hideHelp())
    .addOption(new Option('--dedupe', 'store files with the same bytes once, by hard links').hideHelp())
    .addOption(
      new Option('--no-dedupe', 'no hard links, of a file and its fingerprinted copy either').hideHelp(),
    )
    .addOption(lockTimeoutOption().hideHelp())
    .option('--no-input', "don't ask before writing (also: --noinput)")
    .addOption(new Option('--noinput', 'the same as --no-input').hideHelp())
    .addOption(
      new Option('--init', 'write a collectstatic.config.ts that starts from what is found').hideHelp(),
    )
    .addOption(againstOption().hideHelp())
    .addOption(new Option('--no-post-process', 'no fingerprints, no manifest, no compression').hideHelp());
  addIgnoreOptions(command);
  for (const option of settingOptions('collect')) command.addOption(option);
  return command;
}

function againstOption(): Option {
  return new Option('--against <file>', 'a saved report to compare with; else the last release');
}

function lockTimeoutOption(): Option {
  return new Option('--lock-timeout <time>', 'how long to wait for another run: 90s, 15m').argParser(
    duration,
  );
}

/** The options of commands that look after a STATIC_ROOT. */
export function addRootOptions(command: Command): Command {
  return addStaticRootOption(command).addOption(lockTimeoutOption());
}

/** The option of commands that look at what was collected. */
export function addStaticRootOption(command: Command): Command {
  for (const option of settingOptions('root')) {
    option.description = 'the folder that was collected into';
    command.addOption(option);
  }
  return command;
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

export function addPruneOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--keep <n>', `keep what the last n releases used; ${KEPT_RELEASES} unless said`).argParser(
        count,
      ),
    )
    .addOption(
      new Option('--older-than <time>', 'keep what was retired later; 14d unless said').argParser(duration),
    )
    .option('-n, --dry-run', 'only tell what would be deleted');
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

export function addPublishOptions(command: Command): Command {
  return command
    .option('-n, --dry-run', 'compare, write nothing')
    .option('-c, --clear', 'remove what earlier publishes put there, last')
    .option('--force', 'let an older build win; take over a claim')
    .addOption(
      new Option('--purge <cdn[=id]>', 'tell this CDN what changed; repeatable').argParser(purgeChoices),
    )
    .option('--purge-new', 'tell CDNs of new names too')
    .addOption(
      new Option('--keep <n>', `prune: releases to keep; ${KEPT_RELEASES} unless said`).argParser(count),
    )
    .addOption(
      new Option('--older-than <time>', 'prune: keep what was retired later; 14d').argParser(duration),
    );
}

/** Asks for the settings with the options that were said; the others are left out. */
export function settingsRequest(
  flags: SharedOptions & Partial<CollectFlags>,
  context: Pick<SettingsRequest, 'cwd' | 'env' | 'requireStaticRoot' | 'forCheck' | 'forServing' | 'answer'>,
): SettingsRequest {
  const said = {
    settings: flags.settings,
    pythonPath: flags.pythonpath,
    venv: flags.venv,
    python: flags.python,
    allowRead: flags.allowRead,
    envFile: flags.envFile,
    set: flags.set,
    ignore: flags.ignore,
    assumeBenign: flags.assumeBenign,
    skipChecks: flags.skipChecks,
    ...Object.fromEntries(FLAGGED_SETTINGS.map((setting) => [setting.key, saidOf(setting, flags)])),
  };
  return { ...(withoutUndefined(said) as Partial<SettingsRequest>), ...context };
}

function saidOf({ key, flag }: FlaggedSetting, flags: FlagValues): unknown {
  // Of an option such as --no-default-ignore, commander says `true` if nobody said it.
  const isUnsaid = flag.words.startsWith('--no-') && flags[key] === true;
  return isUnsaid ? undefined : flags[key];
}

function withoutUndefined(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
