import { type Command, Option } from 'commander';
import {
  ALL_FORMATS,
  addIgnoreOptions,
  addSharedOptions,
  againstOption,
  type IgnoreOptions,
  type SharedOptions,
  settingOptions,
} from './shared.ts';

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

export function addCheckOptions(command: Command): Command {
  command
    .option('--strict', 'exit 1 for warnings too')
    .option('--fix', 'write what has exactly one correction')
    .option('--baseline <file>', 'let pass the findings that this file lists')
    .addOption(new Option('--update-baseline', 'write all findings of now into that file').conflicts('diff'))
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
