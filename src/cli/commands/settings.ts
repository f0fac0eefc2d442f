import { CollectstaticError } from '../../errors.ts';
import { settingsJson } from '../../reporters/json.ts';
import { settingsText } from '../../reporters/text/settings.ts';
import { explainSettings, SETTING_NAMES, unknownSetting } from '../../settings/index.ts';
import { printProblems, runCommand } from '../command.ts';
import { type SharedOptions, settingsRequest } from '../options.ts';
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
    const { settings: all, problems } = await explainSettings(
      settingsRequest(flags, { cwd: process.cwd(), env: process.env, requireStaticRoot: false }),
    );
    const asked = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
    if (flags.format === 'json') {
      terminal.print(settingsJson(asked, problems));
    } else {
      await printProblems(process, flags, problems);
      const defaults = names.length > 0 || flags.verbosity >= 2;
      terminal.print(settingsText(asked, terminal.palette, defaults));
    }
    return problems.some(({ severity }) => severity === 'error') ? 1 : 0;
  });
}
