import { type Command, Option } from 'commander';
import {
  addIgnoreOptions,
  againstOption,
  type IgnoreOptions,
  lockTimeoutOption,
  type SharedOptions,
  settingOptions,
} from './shared.ts';
import { count } from './values.ts';

export interface CollectFlags extends SharedOptions, IgnoreOptions {
  /** What `--init` is to write. */
  readonly init?: 'config' | 'settings';
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
      new Option(
        '--init [place]',
        'write a commented collectstatic.config.ts that starts from what is found; "--init settings" appends a COLLECTSTATIC block to settings.py instead',
      )
        .choices(['config', 'settings'])
        .preset('config')
        .hideHelp(),
    )
    .addOption(againstOption().hideHelp())
    .addOption(new Option('--no-post-process', 'no fingerprints, no manifest, no compression').hideHelp());
  addIgnoreOptions(command);
  for (const option of settingOptions('collect')) command.addOption(option);
  return command;
}
