import { relative, sep } from 'node:path';
import { realPath } from '../folders.ts';
import { isWithin } from '../path.ts';
import type { Location, Problem } from '../types.ts';
import { makeFilter } from './filter.ts';
import { ignoreMatcher } from './ignore.ts';

/**
 * Refuses a STATIC_ROOT inside a source, which would be collected into itself run after run, and a source inside
 * STATIC_ROOT, which would be overwritten and cleared. Links are resolved; there is one error per location. A STATIC_ROOT
 * in a folder that `ignore` or the location's own globs leave out (`assets/.build`) is fine, and common.
 */
export function checkRoots(
  staticRoot: string,
  locations: readonly Location[],
  ignore: readonly string[],
): readonly Problem[] {
  const root = realPath(staticRoot);
  const ignored = ignoreMatcher(ignore);
  return locations.flatMap((location): readonly Problem[] => {
    const source = realPath(location.root);
    if (isWithin(source, root, sep))
      return [overlap(staticRoot, location, 'is STATIC_ROOT or lies inside of it')];
    if (!isWithin(root, source, sep)) return [];
    const filter = makeFilter(location, ignored);
    const folders = relative(source, root).split(sep);
    const reached = folders.every((name, depth) =>
      filter.folder(name, folders.slice(0, depth + 1).join('/')),
    );
    return reached
      ? [overlap(staticRoot, location, 'holds STATIC_ROOT, which would be collected into itself')]
      : [];
  });
}

function overlap(staticRoot: string, { name, root, finder }: Location, how: string): Problem {
  const source = finder === 'apps' ? `The folder ${root} of the app ${name}` : `The source ${root}`;
  return {
    code: 'static-root-overlap',
    severity: 'error',
    message: `${source} ${how}: ${staticRoot}`,
    at: { file: root },
    hint: 'Set STATIC_ROOT to a folder of its own, such as "staticfiles", outside of every source.',
  };
}
