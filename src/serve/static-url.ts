import { CollectstaticError, fail } from '../errors.ts';
import { urlPath } from '../serving/index.ts';
import type { Settings } from '../types.ts';

/** Returns the path of STATIC_URL, with slashes at both ends. Throws CollectstaticError for a URL that Django would not start with. */
export function staticBase({ staticUrl, problems }: Settings): string {
  const withoutSlash = problems.filter(({ code }) => code === 'urls.E006');
  if (withoutSlash.length > 0)
    throw new CollectstaticError(withoutSlash.map((problem) => ({ ...problem, severity: 'error' })));
  if (staticUrl !== null) return urlPath(staticUrl);
  throw fail({
    code: 'static-url-missing',
    message: 'STATIC_URL is not known, so that nobody can tell a static file from a page',
    hint: 'Set STATIC_URL = "/static/", or say --set STATIC_URL=/static/.',
  });
}
