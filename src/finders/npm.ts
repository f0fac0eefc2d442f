import { join } from 'node:path';
import { isFolder } from '../folders.ts';
import type { Location, Problem, Settings } from '../types.ts';

/**
 * Location of django-npm's NpmFinder: the files of `node_modules` below NPM_ROOT_PATH that NPM_FILE_PATTERNS picks, or all
 * of them, under NPM_STATIC_FILES_PREFIX. `include` of this location holds fnmatch patterns, `<package>/<pattern>`.
 */
export function npmLocations({ npm }: Settings, problems: Problem[]): readonly Location[] {
  if (npm === null) return [];
  const root = join(npm.root, 'node_modules');
  if (!isFolder(root)) {
    problems.push({
      code: 'node-modules-missing',
      severity: 'error',
      message: `STATICFILES_FINDERS lists NpmFinder, but there is no folder ${root}`,
      at: { file: root },
      hint: 'Run npm install first, or set NPM_ROOT_PATH to the folder that holds node_modules.',
    });
    return [];
  }
  const picked = Object.entries(npm.patterns ?? {}).flatMap(([name, patterns]) =>
    patterns.map((pattern) => (pattern.startsWith('/') ? pattern : `${name}/${pattern}`)),
  );
  // No patterns at all, or an empty dict, offers everything.
  const include = picked.length === 0 ? ['*'] : picked;
  return [{ finder: 'npm', name: 'node_modules', root, prefix: npm.prefix, include }];
}
