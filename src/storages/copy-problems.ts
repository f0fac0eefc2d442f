import type { Problem } from '../types.ts';
import type { CopyFailure } from './copy-batch.ts';

const WORDS: Readonly<Record<CopyFailure['kind'], { code: string; what: string; hint: string }>> = {
  unreadable: {
    code: 'source-unreadable',
    what: 'can not be read',
    hint: 'Make it readable, or leave it out with --ignore; then run again.',
  },
  changed: {
    code: 'source-changed',
    what: 'changed while it was being collected',
    hint: 'Run again when nothing writes to it any more.',
  },
  unwritable: {
    code: 'destination-failed',
    what: 'could not be copied',
    hint: 'Nothing of STATIC_ROOT was touched. Make room for the new files, or see to its file system; then run again.',
  },
};

/** What to tell the user of a source (absolute path) that was not copied. */
export function copyProblem(file: string, { kind, cause }: CopyFailure): Problem {
  const { code, what, hint } = WORDS[kind];
  return { code, severity: 'error', message: `${file} ${what}.`, at: { file }, hint, cause };
}
