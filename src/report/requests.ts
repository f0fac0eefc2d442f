import { fail } from '../errors.ts';
import type { Requests, WeighedFile } from '../types.ts';
import { type AccessLog, readAccessLog } from './access-log.ts';
import { folderOf, groupBy } from './groups.ts';

/**
 * Finds the files that nobody asked for in an access log. `names`: the name under which a path is served; a log also has names
 * of earlier releases, `origins` leads from them to their paths.
 */
export async function requestsIn(
  file: string,
  staticUrl: string | null,
  files: readonly WeighedFile[],
  names: ReadonlyMap<string, string>,
  originOf: (path: string) => string | undefined,
): Promise<Requests> {
  if (staticUrl === null || staticUrl === '') throw withoutUrl(file);
  const log = await readAccessLog(file, staticUrl);
  const asked = new Set(log.paths);
  for (const path of log.paths) {
    const origin = originOf(path.replace(/\.(?:gz|br|zst)$/, ''));
    if (origin !== undefined) asked.add(origin);
  }
  const unasked = files.filter(({ path }) => !asked.has(path) && !asked.has(names.get(path) ?? path));
  const { lines, unread, from, to } = log;
  return { log: file, lines, unread, static: log.static, from, to, unasked: groupsOf(unasked, log) };
}

/** Of a log without a request below STATIC_URL nothing follows: another server, or a CDN, has them. */
function groupsOf(unasked: readonly WeighedFile[], log: AccessLog): Requests['unasked'] {
  return log.static === 0 ? [] : groupBy(unasked, folderOf);
}

function withoutUrl(file: string): Error {
  return fail({
    code: 'access-log-without-url',
    message: `Without STATIC_URL nothing in ${file} is known to be a static file`,
    at: { file },
    hint: 'Set STATIC_URL.',
  });
}
