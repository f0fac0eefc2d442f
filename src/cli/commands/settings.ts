import { CollectstaticError } from '../../errors.ts';
import { settingsJson } from '../../reporters/json/settings.ts';
import { destinationText } from '../../reporters/text/destination.ts';
import { settingsText } from '../../reporters/text/settings.ts';
import { explainSettings, SETTING_NAMES, unknownSetting } from '../../settings/index.ts';
import { printProblems, runCommand } from '../command.ts';
import { type SharedOptions, settingsRequest } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';

/** Runs `collectstatic settings [NAME...]`: prints each setting and where it comes from; without a name, all of them. */
export function runSettings(
  process: ProcessLike,
  names: readonly string[],
  flags: SharedOptions,
): Promise<void> {
  return runCommand(process, 'settings', flags, async (terminal) => {
    const unknown = names.filter((name) => !(SETTING_NAMES as readonly string[]).includes(name));
    if (unknown.length > 0) throw new CollectstaticError(unknown.map((name) => unknownSetting(name)));
    const explained = await explainSettings(
      settingsRequest(flags, { cwd: process.cwd(), env: process.env, requireStaticRoot: false }),
    );
    const { settings: all, problems } = explained;
    const asked = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
    const destination = names.length === 0 ? explained.destination : null;
    if (flags.format === 'json') {
      terminal.print(settingsJson(asked, destination, problems));
    } else {
      await printProblems(process, flags, problems);
      const defaults = names.length > 0 || flags.verbosity >= 2;
      terminal.print(settingsText(asked, terminal.palette, defaults));
      if (destination !== null) terminal.print(destinationText(destination, terminal.palette));
    }
    return problems.some(({ severity }) => severity === 'error') ? 1 : 0;
  });
}
