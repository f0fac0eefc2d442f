import { joinPath } from '../../text/paths.ts';
import type { Runtime } from '../../values/runtime.ts';
import { isLinkIn } from './real-path.ts';

/** Python's fnmatch, case-sensitive: `*`, `?`, `[seq]`, `[!seq]`; a `[` that is never closed stands for itself. */
export function compileGlob(pattern: string): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] as string;
    if (character === '*') source += '[\\s\\S]*';
    else if (character === '?') source += '[\\s\\S]';
    else if (character === '[') {
      const close = pattern.indexOf(']', at + (pattern[at + 1] === '!' ? 3 : 2));
      if (close < 0) source += '\\[';
      else {
        source += characterSet(pattern.slice(at + 1, close));
        at = close;
      }
    } else source += escapeRegex(character);
  }
  return new RegExp(`^${source}$`, 'u');
}

function characterSet(inside: string): string {
  const negated = inside.startsWith('!');
  const body = (negated ? inside.slice(1) : inside).replace(/[\\\]^[]/g, '\\$&');
  // A range that runs backwards matches nothing.
  const valid = body.replace(/([^\\])-([^\\])/g, (range, from: string, to: string) =>
    from > to ? '' : range,
  );
  if (valid === '') return negated ? '[\\s\\S]' : '(?!)';
  return `[${negated ? '^' : ''}${valid}]`;
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
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
      const glob = compileGlob(part);
      for (const name of names(path)) {
        if (name.startsWith('.') && !rules.hidden && !part.startsWith('.')) continue;
        if (!glob.test(name)) continue;
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
