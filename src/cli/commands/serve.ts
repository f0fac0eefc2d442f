import { asWarning } from '../../errors.ts';
import { loadSettings } from '../../settings/index.ts';
import type { Problem } from '../../types.ts';
import { runCommand } from '../command.ts';
import { type SiteFlags, settingsRequest } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { runSite } from './site.ts';

/** Runs `collectstatic serve`: static files from the finders, before an application of which `command` starts one. */
export function runServe(process: ProcessLike, command: readonly string[], flags: SiteFlags): Promise<void> {
  return runCommand(process, 'serve', flags, async (terminal) => {
    const { serveDevelopment } = await import('../../serve/index.ts');
    const request = { cwd: process.cwd(), env: process.env, requireStaticRoot: false };
    const settings = await loadSettings(
      settingsRequest(flags, { ...request, forCheck: true, forServing: true }),
    );
    return runSite(process, 'serve', command, flags, terminal, async (options) => {
      const site = await serveDevelopment(settings, options);
      const { base, files, folders, watched } = site;
      return {
        site,
        banner: {
          purpose: 'for development, never for production',
          routes: [[base, `${files} static files of ${folders} folders, as the finders have them`]],
          remarks: [`${watched} folders are watched. Ctrl-C ends it.`],
        },
        // What can't be collected ends no development: the rest is served.
        problems: [...settings.problems, ...site.problems].filter(concernsServing).map(asWarning),
      };
    });
  });
}

/** False for a warning about what only a check or a collecting run looks at. */
function concernsServing({ code }: Problem): boolean {
  return code !== 'check-incomplete' && !code.startsWith('storage-');
}
