import { opendirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname, isAbsolute, resolve, sep } from 'node:path';
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

// In the order of the folder itself, as `os.listdir` gives it: readdirSync would sort.
function namesInOrder(folder: string): readonly string[] {
  const opened = opendirSync(folder);
  try {
    const names: string[] = [];
    for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) names.push(entry.name);
    return names;
  } finally {
    opened.closeSync();
  }
}

// A question to the file system takes as long as so many steps.
const STEPS_TO_ASK = 20;
const STEPS_TO_OPEN = 100;
const STEPS_PER_NAME = 2;

export interface FilesOptions {
  /** The folder that relative paths are relative to. */
  readonly cwd: () => string;
  /** The folders that may be read. */
  readonly roots: () => readonly string[];
  /** Told of bytes before they are read. */
  readonly charge: (bytes: number) => void;
  /** Told how many steps a question to the file system is worth. */
  readonly work?: (steps: number) => void;
  /** Told of what may not be read: the reason that is given for it, and the folder that would have to be allowed. */
  readonly refused?: (reason: string, folder: string) => void;
}

/**
 * The disk as evaluated code sees it. The promise: what stands in a file, and the names in a folder, are read below `roots`
 * only: the working directory, the search path, the repository, and the folders that the user allows (`--allow-read`).
 * Links are followed first, so none leads out. Whether a path exists, of which kind it is and where its links lead
 * may be asked of any path. Nothing is written.
 */
export function openFiles({ cwd, roots, charge, work = () => undefined, refused }: FilesOptions): Files {
  // Where the code may have changed the working directory, only relative paths depend on it.
  const absolute = (path: string): string => (isAbsolute(path) ? resolve(path) : resolve(cwd(), path));

  function real(path: string): string {
    return unlessAbsent(() => realpathSync(absolute(path))) ?? absolute(path);
  }

  function mayRead(path: string): boolean {
    const target = real(path);
    return roots().some((root) => isWithin(target, real(root), sep));
  }

  function refuseOutside(path: string): void {
    if (mayRead(path)) return;
    const target = real(path);
    const reason = `${path} lies outside the project and its packages`;
    const isFolder = unlessAbsent(() => statSync(target))?.isDirectory() === true;
    const folder = dirname(target);
    // Nobody should allow the whole disk for one file.
    refused?.(reason, isFolder || folder === dirname(folder) ? target : folder);
    throw new NotModelled(reason);
  }

  return {
    real(path) {
      work(STEPS_TO_ASK);
      return real(path);
    },
    kind(path) {
      work(STEPS_TO_ASK);
      const stats = unlessAbsent(() => statSync(absolute(path)));
      if (stats === null) return null;
      if (stats.isFile()) return 'file';
      return stats.isDirectory() ? 'directory' : 'other';
    },
    size(path) {
      work(STEPS_TO_ASK);
      const stats = unlessAbsent(() => statSync(absolute(path)));
      return stats?.isFile() === true ? stats.size : null;
    },
    list(path) {
      work(STEPS_TO_OPEN);
      refuseOutside(path);
      const names = unlessAbsent(() => namesInOrder(absolute(path)));
      work((names?.length ?? 0) * STEPS_PER_NAME);
      return names;
    },
    read(path) {
      // It is empty on every machine.
      if (absolute(path) === devNull) return new Uint8Array();
      work(STEPS_TO_OPEN);
      refuseOutside(path);
      const stats = unlessAbsent(() => statSync(absolute(path)));
      if (stats === null || !stats.isFile()) return null;
      charge(stats.size);
      return unlessAbsent(() => readFileSync(absolute(path)));
    },
  };
}
