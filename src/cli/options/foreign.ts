import type { Command } from 'commander';
import type { PublishAction } from '../commands/publish.ts';

/** Options of `publish` that belong to some of its actions only; `publish` is the publish itself. */
const ACTION_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  keep: ['prune'],
  olderThan: ['prune'],
  dryRun: ['publish', 'prune'],
  clear: ['publish'],
  purgeNew: ['publish'],
  purge: ['publish', 'purge'],
};

/** Ends with wrong usage where an option is said that the action does not have. */
export function refuseForeignOptions(command: Command, action: PublishAction | undefined): void {
  for (const option of command.options) {
    const name = option.attributeName();
    const actions = ACTION_OPTIONS[name];
    if (actions === undefined || command.getOptionValueSource(name) !== 'cli') continue;
    if (actions.includes(action ?? 'publish')) continue;
    const said = action === undefined ? 'publish' : `publish ${action}`;
    command.error(`error: '${said}' has no ${option.long}`, { code: 'commander.unknownOption' });
  }
}
