import { type Command, Option } from 'commander';
import { KEPT_RELEASES } from '../../retention.ts';
import { type PurgeChoice, purgeChoices } from './purge-choice.ts';
import type { RootFlags } from './shared.ts';
import { count, duration } from './values.ts';

export interface PruneFlags extends RootFlags {
  readonly keep?: number;
  /** Milliseconds. */
  readonly olderThan?: number;
  readonly dryRun?: boolean;
}

/** The options of `publish` and its actions. */
export interface PublishFlags extends PruneFlags {
  readonly clear?: boolean;
  readonly force?: boolean;
  readonly purge?: readonly PurgeChoice[];
  readonly purgeNew?: boolean;
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
