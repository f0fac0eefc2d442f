import { plan } from '../../collect.ts';
import { throwErrors } from '../../errors.ts';
import { listingJson } from '../../reporters/json/listing.ts';
import { listingText } from '../../reporters/text/listing.ts';
import { loadSettings } from '../../settings/index.ts';
import { printProblems, runCommand } from '../command.ts';
import { type IgnoreOptions, type SharedOptions, settingsRequest } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';

/** Runs `collectstatic list`: prints the plan, one path a line, without looking at STATIC_ROOT. */
export function runList(process: ProcessLike, flags: SharedOptions & IgnoreOptions): Promise<void> {
  return runCommand(process, 'list', flags, async (terminal) => {
    const settings = await loadSettings(
      settingsRequest(flags, { cwd: process.cwd(), env: process.env, requireStaticRoot: false }),
    );
    const planned = await plan(settings);
    throwErrors(planned.problems);
    if (flags.format === 'json') {
      await terminal.printPieces(listingJson(planned));
    } else {
      if (flags.verbosity >= 1) await printProblems(process, flags, planned.problems);
      await terminal.printPieces(listingText(planned, terminal.palette));
    }
    return 0;
  });
}
