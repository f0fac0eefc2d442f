import { errnoOf, errnoWords, fail, sourceChanged } from '../errors.ts';
import type { Problem } from '../types.ts';
import type { CopyFailure } from './copy/batch.ts';

/** Advice against a system error; for one that is not listed, to ask whoever looks after the file system. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'Make room for the new files',
  EDQUOT: 'Make room for the new files, or have the quota raised',
  EROFS: 'Mount its file system for writing',
  EACCES: 'Run as a user who may write there',
  EPERM: 'Look what its file system lets this user do',
  EMFILE: 'Let a process open more files (ulimit -n)',
  ENFILE: 'Let the system open more files',
  ENAMETOOLONG: 'Shorten the name',
};

function remedyFor(error: string | undefined): string {
  return REMEDIES[error ?? ''] ?? 'See to its file system';
}

function untouched(code: string | undefined): string {
  return `Nothing of STATIC_ROOT was touched. ${remedyFor(code)}; then run again.`;
}

/** What to tell the user of a source (absolute path) that was not copied. */
export function copyProblem(file: string, { kind, cause, errno }: CopyFailure): Problem {
  const told = { severity: 'error', at: { file }, cause } as const;
  switch (kind) {
    case 'changed':
      return sourceChanged(file, cause);
    case 'unreadable':
      return {
        ...told,
        code: 'source-unreadable',
        message: `${file} can't be read`,
        hint: 'Make it readable, or leave it out with --ignore; then run again.',
      };
    case 'unwritable':
      return {
        ...told,
        code: 'destination-failed',
        message: `${file} could not be copied`,
        hint: untouched(errno),
      };
  }
}

/** A system error that came while something was staged for `path` (absolute); other errors as they are. */
export function notStaged(path: string, error: unknown): unknown {
  return destinationFailed(error, path, 'could not be written', untouched(errnoOf(error)));
}

/** The same for a symlink: not every system makes one for everybody, and not every file system has them. */
export function notLinked(path: string, error: unknown, flag: '--link' | '--swap' = '--link'): unknown {
  const code = errnoOf(error) ?? '';
  if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(code)) return notStaged(path, error);
  return fail(
    {
      code: 'links-refused',
      message: `No symlink can be made at ${path}`,
      at: { file: path },
      hint: `Collect without ${flag}. On Windows links need Developer Mode, or an administrator; FAT file systems have none.`,
      cause: errnoWords(error),
    },
    { cause: error },
  );
}

/** The same for what came while staged files were put in their places below `root`. */
export function notPlaced(root: string, error: unknown): unknown {
  const { path, dest } = error as { path?: string; dest?: string };
  const hint = `Every file of STATIC_ROOT is whole, some may be new already. ${remedyFor(errnoOf(error))}; then run again.`;
  return destinationFailed(error, dest ?? path ?? root, 'could not be put in its place', hint);
}

function destinationFailed(error: unknown, file: string, what: string, hint: string): unknown {
  if (errnoOf(error) === undefined) return error;
  const message = `${file} ${what}`;
  return fail(
    { code: 'destination-failed', message, at: { file }, hint, cause: errnoWords(error) },
    { cause: error },
  );
}
