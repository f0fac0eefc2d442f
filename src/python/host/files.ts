import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { errnoOf } from '../../errors.ts';
import { isWithin } from '../../path.ts';
import type { Files } from '../values/outside.ts';
import { NotModelled } from '../values/values.ts';

// Errors that mean "nothing is here", as Python's own predicates take them.
const ABSENT: ReadonlySet<string> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EACCES',
  'ELOOP',
  'ENAMETOOLONG',
  'EPERM',
  'ERR_INVALID_ARG_VALUE',
]);

function unlessAbsent<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    const code = errnoOf(error);
    if (code !== undefined && ABSENT.has(code)) return null;
    throw error;
  }
}

/** `cwd` is what relative paths are relative to; `roots` the folders that may be read; `charge` is told of bytes before they are. */
export function openFiles(
  cwd: string,
  roots: () => readonly string[],
  charge: (bytes: number) => void,
): Files {
  const absolute = (path: string): string => resolve(cwd, path);

  function real(path: string): string {
    return unlessAbsent(() => realpathSync(absolute(path))) ?? absolute(path);
  }

  // Links are resolved on both sides, so one inside the project can't lead out of it.
  function mayRead(path: string): boolean {
    const target = real(path);
    return roots().some((root) => isWithin(target, real(root), sep));
  }

  function refuseOutside(path: string): void {
    if (!mayRead(path)) throw new NotModelled(`${path} lies outside the project and its packages`);
  }

  return {
    real,
    kind(path) {
      const stats = unlessAbsent(() => statSync(absolute(path)));
      if (stats === null) return null;
      if (stats.isFile()) return 'file';
      return stats.isDirectory() ? 'directory' : 'other';
    },
    size(path) {
      const stats = unlessAbsent(() => statSync(absolute(path)));
      return stats?.isFile() === true ? stats.size : null;
    },
    list(path) {
      refuseOutside(path);
      return unlessAbsent(() => readdirSync(absolute(path)).sort());
    },
    read(path) {
      refuseOutside(path);
      const stats = unlessAbsent(() => statSync(absolute(path)));
      if (stats === null || !stats.isFile()) return null;
      charge(stats.size);
      return unlessAbsent(() => readFileSync(absolute(path)));
    },
  };
}
