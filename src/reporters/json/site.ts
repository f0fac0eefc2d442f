import type { Problem } from '../../types.ts';
import { document } from './document.ts';
import { problemJson } from './problem.ts';

/** Document that `serve` and `preview` print when they are ready: with `--format json` it is all they print. */
export function siteJson(
  command: string,
  { url, routes }: { readonly url: string; readonly routes: readonly (readonly [string, string])[] },
  problems: readonly Problem[],
): string {
  return document({
    command,
    ok: true,
    url,
    routes: routes.map(([path, source]) => ({ path, source })),
    problems: problems.map(problemJson),
  });
}
