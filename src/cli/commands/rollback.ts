import { rollbackJson } from '../../reporters/json/rollback.ts';
import { rollback } from '../../rollback.ts';
import { loadRooted, runCommand } from '../command.ts';
import type { RootFlags } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { waitOptions } from './wait-options.ts';

/** Runs `collectstatic rollback`: serves the release before the one that is served. */
export function runRollback(process: ProcessLike, flags: RootFlags): Promise<void> {
  return runCommand(process, 'rollback', flags, async (terminal) => {
    const settings = await loadRooted(process, flags);
    const releases = await rollback(settings, waitOptions(process, flags));
    if (flags.format === 'json') {
      terminal.print(rollbackJson(releases));
    } else if (flags.verbosity >= 1) {
      terminal.print(`Release ${releases.to} is served in place of release ${releases.from}.\n`);
    }
    return 0;
  });
}
