import { errnoOf, errnoWords, fail, sourceChanged } from '../errors.ts';
import type { Problem } from '../types.ts';
import type { CopyFailure } from './copy/batch.ts';

const UNTOUCHED =
  'Nothing of STATIC_ROOT was touched. Make room for the new files, or see to its file system; then run again.';

const WORDS: Readonly<
  Record<Exclude<CopyFailure['kind'], 'changed'>, { code: string; what: string; hint: string }>
> = {
  unreadable: {
    code: 'source-unreadable',
    what: "can't be read",
    hint: 'Make it readable, or leave it out with --ignore; then run again.',
  },
  unwritable: {
    code: 'destination-failed',
    what: 'could not be copied',
    hint: UNTOUCHED,
  },
};

/** What to tell the user of a source (absolute path) that was not copied. */
export function copyProblem(file: string, { kind, cause }: CopyFailure): Problem {
  if (kind === 'changed') return sourceChanged(file, cause);
  const { code, what, hint } = WORDS[kind];
  return { code, severity: 'error', message: `${file} ${what}`, at: { file }, hint, cause };
}

/** A system error that came while something was staged for `path` (absolute); other errors as they are. */
export function notStaged(path: string, error: unknown): unknown {
  return destinationFailed(error, path, 'could not be written', UNTOUCHED);
}

/** The same for a symlink: not every system makes one for everybody, and not every file system has them. */
export function notLinked(path: string, error: unknown): unknown {
  const code = errnoOf(error) ?? '';
  if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(code)) return notStaged(path, error);
  return fail(
    {
      code: 'links-refused',
      message: `No symlink can be made at ${path}`,
      at: { file: path },
      hint: 'Collect without --link. On Windows links need Developer Mode, or an administrator; FAT file systems have none.',
      cause: errnoWords(error),
    },
    { cause: error },
  );
}

/** The same for what came while staged files were put in their places below `root`. */
export function notPlaced(root: string, error: unknown): unknown {
  const { path, dest } = error as { path?: string; dest?: string };
  const hint = 'Every file of STATIC_ROOT is whole, some may be new already: mend the cause and run again.';
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
