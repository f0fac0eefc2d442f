import { pruneStatic } from '../../prune.ts';
import { prunedJson } from '../../reporters/json/prune.ts';
import { prunedText } from '../../reporters/text/prune.ts';
import { loadRooted, runCommand } from '../command.ts';
import type { PruneFlags } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { waitOptions } from './wait-options.ts';

/** Runs `collectstatic prune`: removes fingerprinted files that no release needs any more. */
export function runPrune(process: ProcessLike, flags: PruneFlags): Promise<void> {
  return runCommand(process, 'prune', flags, async (terminal) => {
    const dryRun = flags.dryRun ?? false;
    const deleted = await pruneStatic(await loadRooted(process, flags), {
      dryRun,
      ...(flags.keep !== undefined && { keep: flags.keep }),
      ...(flags.olderThan !== undefined && { olderThanMs: flags.olderThan }),
      ...waitOptions(process, flags),
    });
    if (flags.format === 'json') {
      terminal.print(prunedJson(deleted, dryRun));
    } else {
      terminal.print(prunedText(deleted, dryRun, flags.verbosity));
    }
    return 0;
  });
}
