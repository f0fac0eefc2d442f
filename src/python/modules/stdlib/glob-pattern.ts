import { fnmatchMatcher, type Matcher } from '../../../text/fnmatch.ts';
import { chargeLength } from '../../native/bounds.ts';
import { joinPath } from '../../text/paths.ts';
import type { Runtime } from '../../values/runtime.ts';
import { isLinkIn } from './real-path.ts';

/** So many comparisons of characters take as long as a step. */
const COMPARISONS_A_STEP = 2048;

/** Makes a matcher as `fnmatchcase`, which charges for the comparisons that a long pattern takes on a long text. */
export function globMatcher(runtime: Runtime, pattern: string): Matcher {
  chargeLength(runtime, pattern.length);
  const matches = fnmatchMatcher(pattern);
  return (text) => {
    const steps = Math.floor((text.length * pattern.length) / COMPARISONS_A_STEP);
    if (steps > 0) runtime.charge(steps);
    return matches(text);
  };
}

export function hasMagic(pattern: string): boolean {
  return /[*?[]/.test(pattern);
}

export interface GlobRules {
  /** True if `*` and `**` take names that begin with a dot. */
  readonly hidden: boolean;
  /** True if `**` goes to all depths; else it is a `*`. */
  readonly recursive: boolean;
  /** True if a final `**` gives files too. */
  readonly filesOfAll: boolean;
  /** True if `**` goes into linked folders. */
  readonly followsLinks: boolean;
}

/**
 * The paths below `folder` that match, as `folder`-relative text, each level in the order of the folder itself.
 */
export function globBelow(
  runtime: Runtime,
  folder: string,
  parts: readonly string[],
  rules: GlobRules,
): readonly string[] {
  const found = new Set<string>();
  const absolute = (path: string): string => (path === '' ? folder : joinPath(folder, path));

  function names(path: string): readonly string[] {
    if (runtime.files.kind(absolute(path) || '.') !== 'directory') return [];
    const all = runtime.files.list(absolute(path) || '.') ?? [];
    runtime.charge(all.length);
    return all;
  }

  function walk(path: string, rest: readonly string[]): void {
    const [part, ...after] = rest;
    if (part === undefined) {
      found.add(path);
      return;
    }
    if (part === '**' && rules.recursive) everywhere(path, after);
    else if (!hasMagic(part)) {
      const next = path === '' ? part : joinPath(path, part);
      if (part === '..' || runtime.files.kind(absolute(next)) !== null) walk(next, after);
    } else {
      const matches = globMatcher(runtime, part);
      for (const name of names(path)) {
        if (name.startsWith('.') && !rules.hidden && !part.startsWith('.')) continue;
        if (!matches(name)) continue;
        const next = joinPath(path, name);
        if (after.length === 0 || runtime.files.kind(absolute(next)) === 'directory') walk(next, after);
      }
    }
  }

  function everywhere(path: string, after: readonly string[]): void {
    walk(path, after);
    for (const name of names(path)) {
      if (name.startsWith('.') && !rules.hidden) continue;
      const next = joinPath(path, name);
      if (runtime.files.kind(absolute(next)) === 'directory') {
        if (rules.followsLinks || !isLinkIn(runtime.files, absolute(path) || '.', name))
          everywhere(next, after);
      } else if (after.length === 0 && rules.filesOfAll) found.add(next);
    }
  }

  walk('', parts);
  return [...found];
}
