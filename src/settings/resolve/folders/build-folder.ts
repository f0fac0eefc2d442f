import { join } from 'node:path';

/**
 * The folder in which the files of a bucket are built if there is no STATIC_ROOT: below the folder of the project's own cache,
 * which no finder lists and Git passes over, so that a second run finds what the first one built.
 */
export function buildFolder(project: string): string {
  return join(project, '.collectstatic', 'build', 'static');
}
