import type { Conflict, ConflictKind, Problem, Source } from '../types.ts';

/** Errors for `--fail-on-conflict`: one for each conflict that no rule settles, with every side of it, at the first that loses. */
export function conflictErrors(conflicts: readonly Conflict[]): readonly Problem[] {
  return conflicts
    .filter((conflict) => conflict.settledBy === undefined)
    .map(({ kind, path, winner, losers, identical }) => ({
      code: 'conflict',
      severity: 'error',
      message: `${path} ${WORDS[kind]}`,
      cause: `${[winner, ...losers].map(offer).join('\nand ')} are ${identical ? 'identical' : 'different'}`,
      at: { file: (losers[0] ?? winner).file },
      hint: 'Remove or rename one of them, or settle it with PRECEDENCE or ALLOW_CONFLICTS.',
    }));
}

const WORDS: Readonly<Record<ConflictKind, string>> = {
  'same-path': 'is offered more than once',
  'case-only': 'and another path differ in letter case only: on macOS and Windows they are one file',
  'unicode-only': 'and another path differ in their Unicode form only: on macOS they are one file',
  'file-is-directory': 'and another path make a file of what is a folder elsewhere',
};

function offer({ file, size, location: { finder, name } }: Source): string {
  const who = finder === 'apps' ? `app ${name}` : finder === 'directories' ? 'STATICFILES_DIRS' : name;
  return `${file} (${who}, ${size} bytes)`;
}
