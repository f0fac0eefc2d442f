import { explanationsJson } from '../../reporters/json/why.ts';
import { explanationText } from '../../reporters/text/why.ts';
import { why } from '../../why.ts';
import { loadRooted, runCommand } from '../command.ts';
import type { RootFlags } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';

/** Runs `collectstatic why PATH...`. Exits with 1 if any path is not in STATIC_ROOT. */
export function runWhy(process: ProcessLike, paths: readonly string[], flags: RootFlags): Promise<void> {
  return runCommand(process, 'why', flags, async (terminal) => {
    const explanations = await why(await loadRooted(process, flags), paths);
    if (flags.format === 'json') {
      terminal.print(explanationsJson(explanations));
    } else {
      for (const explanation of explanations) terminal.print(explanationText(explanation, terminal.palette));
    }
    return explanations.every(({ exists }) => exists) ? 0 : 1;
  });
}
