import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fail } from '../../errors.ts';

/** Returns the files below `cwd`, absolute, that differ from a Git revision's, or that Git does not know yet. */
export function changedSince(revision: string, cwd: string): ReadonlySet<string> {
  const git = (...args: readonly string[]): string[] => {
    const out = execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return out.split('\0').filter((path) => path !== '');
  };
  try {
    // A revision that looks like an option is none.
    const changed = git('diff', '--name-only', '-z', '--relative', '--end-of-options', revision, '--');
    const added = git('ls-files', '--others', '--exclude-standard', '-z');
    return new Set([...changed, ...added].map((path) => resolve(cwd, path)));
  } catch (error) {
    const words = (error as { readonly stderr?: string }).stderr?.trim();
    throw fail(
      {
        code: 'diff-unknown',
        message: `Git can't say what changed since ${revision}`,
        cause: words || String(error),
        hint: 'Name a revision that this checkout has; CI may have fetched the last commit only (fetch-depth: 0).',
      },
      { cause: error },
    );
  }
}
