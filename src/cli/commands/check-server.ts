import { throwErrors } from '../../errors.ts';
import { checkServerJson } from '../../reporters/json/check-server.ts';
import { visible } from '../../reporters/text/visible.ts';
import { checkServer } from '../../server-config/check/index.ts';
import { requireServed } from '../../server-config/index.ts';
import { loadSettings } from '../../settings/index.ts';
import { settingsContext } from '../answer.ts';
import { printProblems, runCommand } from '../command.ts';
import { type ServerFlags, settingsRequest } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';

/** Runs `collectstatic check-server` and `server-config --check`. Exits with 1 for an error. */
export function runCheckServer(process: ProcessLike, url: string | null, flags: ServerFlags): Promise<void> {
  return runCommand(process, 'check-server', flags, async (terminal) => {
    const context = await settingsContext(process, flags);
    const settings = await loadSettings(
      settingsRequest(flags, { ...context, requireStaticRoot: true, forServing: true }),
    );
    throwErrors(settings.problems);
    const check = await checkServer(requireServed(settings), { url, user: flags.user ?? null });
    const problems = [...settings.problems, ...check.problems];
    const errors = check.problems.filter(({ severity }) => severity === 'error').length;
    if (flags.format === 'json') {
      terminal.print(checkServerJson({ ...check, ok: errors === 0, problems }));
    } else if (flags.verbosity >= 1) {
      await printProblems(process, flags, problems);
      const warnings = check.problems.length - errors;
      const asked =
        check.url === null
          ? 'STATIC_ROOT was looked at'
          : `${visible(check.url)} was asked ${check.requests} times`;
      terminal.print(`${asked}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}.\n`);
    }
    return errors === 0 ? 0 : 1;
  });
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
