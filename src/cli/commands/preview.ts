import { loadSettings } from '../../settings/index.ts';
import { runCommand } from '../command.ts';
import { type SiteFlags, settingsRequest } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { runSite } from './site.ts';

/** Runs `collectstatic preview`: STATIC_ROOT as production serves it, before an application of which `command` starts one. */
export function runPreview(
  process: ProcessLike,
  command: readonly string[],
  flags: SiteFlags,
): Promise<void> {
  return runCommand(process, 'preview', flags, async (terminal) => {
    const { servePreview } = await import('../../serve/index.ts');
    const request = { cwd: process.cwd(), env: process.env, requireStaticRoot: true };
    const settings = await loadSettings(settingsRequest(flags, { ...request, forServing: true }));
    return runSite(process, 'preview', command, flags, terminal, async (options) => {
      const site = await servePreview(settings, options);
      const { base, staticRoot, root, hashed } = site;
      return {
        site,
        banner: {
          purpose: 'as production serves it, for a look at it: never for production itself',
          routes: [
            [base, `${staticRoot} with ${hashed} hashed names`],
            ...(root === null ? [] : [['/', `${root} (WHITENOISE_ROOT), before all else`] as const]),
          ],
          remarks: ['Ctrl-C ends it.'],
        },
        problems: site.problems,
      };
    });
  });
}
