import { Argument, type Command } from 'commander';
import type { PublishAction } from '../commands/publish.ts';
import { refuseForeignOptions } from '../options/foreign.ts';
import { addPublishOptions, addRootOptions, addSharedOptions, type PublishFlags } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { optionsOf } from './options.ts';

const PUBLISH_ACTIONS: readonly PublishAction[] = ['prune', 'rollback', 'purge'];

function knownAction(command: Command, word: string): PublishAction {
  const action = PUBLISH_ACTIONS.find((known) => known === word);
  if (action !== undefined) return action;
  const known = PUBLISH_ACTIONS.map((name) => `publish ${name}`).join(', ');
  return command.error(`error: 'publish' has no command '${word}': say publish alone, or ${known}.`, {
    code: 'commander.unknownCommand',
  });
}

export function addPublish(program: Command, process: ProcessLike): void {
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
      const { runPublish } = await import('../commands/publish.ts');
      await runPublish(process, action, optionsOf<PublishFlags>(self));
    },
  );
}
