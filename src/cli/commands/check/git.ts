import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { errnoOf, fail } from '../../../errors.ts';

/** Returns the files below `cwd`, absolute, that differ from a Git revision's, or that Git does not know yet. */
export function changedSince(revision: string, cwd: string): ReadonlySet<string> {
  const git = (...args: readonly string[]): string[] => {
    const out = execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return out.split('\0').filter((path) => path !== '');
  };
  try {
    // Outside of a repository, `git diff` compares files and says something else.
    git('rev-parse', '--is-inside-work-tree');
    // A revision that looks like an option is none.
    const changed = git('diff', '--name-only', '-z', '--relative', '--end-of-options', revision, '--');
    const added = git('ls-files', '--others', '--exclude-standard', '-z');
    return new Set([...changed, ...added].map((path) => resolve(cwd, path)));
  } catch (error) {
    const words = causeOf(error);
    throw fail(
      {
        code: 'diff-unknown',
        message: `Git can't say what changed since ${revision}`,
        ...words,
      },
      { cause: error },
    );
  }
}

/** What git said, or why it could not be asked, and what to do. */
function causeOf(error: unknown): { readonly cause: string; readonly hint: string } {
  if (errnoOf(error) === 'ENOENT')
    return { cause: 'the program git is not there', hint: 'Install git, or leave out --diff.' };
  const said = ((error as { readonly stderr?: string }).stderr ?? '').trim();
  const cause = said.replace(/^(?:fatal|error): /, '') || String(error);
  if (/not a git repository/i.test(said))
    return { cause, hint: 'Run it in a checkout of git, or leave out --diff.' };
  const hint =
    'Name a revision that this checkout has; CI may have fetched the last commit only (fetch-depth: 0).';
  return { cause, hint };
}
