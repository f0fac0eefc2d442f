import { type Command, Option } from 'commander';
import type { FlagValues } from '../../settings/index.ts';
// Not by way of its index: `--help` needs none of the rest.
import { FLAGGED_SETTINGS, type FlaggedSetting } from '../../settings/schema/flags.ts';
import { append, assignment, duration, integer, verbosity, version } from './values.ts';

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

/** The options of commands that look after a STATIC_ROOT. */
export interface RootFlags extends SharedOptions {
  /** Milliseconds. */
  readonly lockTimeout?: number;
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

export function addIgnoreOptions(command: Command): Command {
  command.addOption(
    new Option('-i, --ignore <pattern>', 'leave out what matches; repeatable').argParser(append),
  );
  for (const option of settingOptions('listing')) command.addOption(option);
  return command;
}

/** The options that set one setting each, of the commands named. */
export function settingOptions(commands: FlaggedSetting['flag']['commands']): readonly Option[] {
  return FLAGGED_SETTINGS.filter(({ flag }) => flag.commands === commands).map(settingOption);
}

function settingOption({ shape, flag }: FlaggedSetting): Option {
  const option = new Option(flag.words, flag.help).hideHelp(flag.isRare ?? false);
  if (shape === 'version') return option.argParser(version);
  if (typeof shape !== 'object') return option;
  if ('integer' in shape) return option.argParser(integer(shape.integer));
  return 'choice' in shape ? option.choices(shape.choice) : option;
}

export function againstOption(): Option {
  return new Option('--against <file>', 'a saved report to compare with; else the last release');
}

export function lockTimeoutOption(): Option {
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
