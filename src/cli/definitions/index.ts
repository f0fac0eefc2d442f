import type { Command } from 'commander';
import type { ProcessLike } from '../process.ts';
import { addCheck } from './check.ts';
import { addCheckServer } from './check-server.ts';
import { addCompletion } from './completion.ts';
import { addFind } from './find.ts';
import { addList } from './list.ts';
import { addPreview } from './preview.ts';
import { addPrune } from './prune.ts';
import { addPublish } from './publish.ts';
import { addReport } from './report.ts';
import { addRollback } from './rollback.ts';
import { addServe } from './serve.ts';
import { addServerConfig } from './server-config.ts';
import { addSettings } from './settings.ts';
import { addWhy } from './why.ts';

/** Defines the commands besides the main one, in the order of `--help`. What a command does is loaded only if it runs. */
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
