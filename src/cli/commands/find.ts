import { find } from '../../find.ts';
import { foundJson } from '../../reporters/json/find.ts';
import { foundText, notFoundText } from '../../reporters/text/listing.ts';
import { loadSettings } from '../../settings/index.ts';
import { settingsContext } from '../answer.ts';
import { printProblems, runCommand } from '../command.ts';
import { type SharedOptions, settingsRequest } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';

/** Runs `collectstatic find PATH...`. Exits with 1 if any path is not found (Django's findstatic exits with 0). */
export function runFind(
  process: ProcessLike,
  paths: readonly string[],
  flags: SharedOptions & { readonly first?: boolean },
): Promise<void> {
  return runCommand(process, 'find', flags, async (terminal) => {
    const context = await settingsContext(process, flags);
    const settings = await loadSettings(settingsRequest(flags, { ...context, requireStaticRoot: false }));
    const { found, locations, problems } = await find(settings, paths);
    const shown = found.map((each) => (flags.first ? { ...each, files: each.files.slice(0, 1) } : each));
    if (flags.format === 'json') {
      terminal.print(foundJson(shown, problems));
    } else {
      if (flags.verbosity >= 1) await printProblems(process, flags, problems);
      for (const { path, files, nearest } of shown) {
        terminal.print(foundText(path, files, { verbosity: flags.verbosity, locations }));
        if (files.length === 0 && flags.verbosity >= 1)
          terminal.printError(notFoundText(path, nearest, { verbosity: flags.verbosity, locations }));
      }
    }
    return shown.every(({ files }) => files.length > 0) ? 0 : 1;
  });
}
