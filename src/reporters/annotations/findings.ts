import { identities } from '../../text/identity.ts';
import type { Conflict, Finding, Position, Problem, Source } from '../../types.ts';

/** Makes findings of problems. `cwd` is left out of their identity, which holds on every machine then. */
export function problemFindings(problems: readonly Problem[], cwd: string): readonly Finding[] {
  const identityOf = identities(cwd);
  return problems.map((problem) => ({
    ...problem,
    fingerprint: identityOf(problem.code, problem.at?.file, problem.message.replaceAll(cwd, '')),
  }));
}

/**
 * Makes a finding of each conflict: a warning, or a note where it changes nothing or a rule wants it. It points to the file of
 * the project that is not collected, or the one that is; if both belong to packages, to `fallback`, where the apps are listed.
 */
export function conflictFindings(
  conflicts: readonly Conflict[],
  cwd: string,
  fallback: Position | undefined,
): readonly Finding[] {
  const identityOf = identities(cwd);
  return conflicts.map((conflict) => {
    const { kind, path, winner, losers, identical, settledBy } = conflict;
    const own = [...losers, winner].find(({ file }) => !/[\\/](?:site|dist)-packages[\\/]/.test(file));
    const at = own === undefined ? fallback : { file: own.file };
    return {
      code: `conflict-${kind}`,
      severity: identical || settledBy !== undefined ? 'note' : 'warning',
      message: `${path} is offered by ${[winner, ...losers].map((source) => offererOf(source, path)).join(' and ')}`,
      cause: causeOf(conflict),
      hint: 'Remove or rename one of them, or settle it with PRECEDENCE or ALLOW_CONFLICTS.',
      ...(at !== undefined && { at }),
      fingerprint: identityOf(`conflict-${kind}`, undefined, path),
    };
  });
}

/** Names who offers a file, and its path if that is not the one in dispute. */
function offererOf({ path, location: { finder, name } }: Source, disputed: string): string {
  const where = finder === 'apps' ? `app ${name}` : name;
  return path === disputed ? where : `${where} (${path})`;
}

function causeOf({ kind, identical, folded, settledBy, winner }: Conflict): string {
  const isOneKept = folded || kind === 'same-path' || kind === 'file-is-directory';
  return [
    identical ? 'the files are identical' : 'the files differ',
    isOneKept
      ? `that of ${winner.location.name} is collected`
      : 'all are collected, but some systems take their names for one',
    ...(settledBy === undefined ? [] : [`settled by ${settledBy}`]),
  ].join('; ');
}
