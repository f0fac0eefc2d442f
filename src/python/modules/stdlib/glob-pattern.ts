import { joinPath } from '../../text/paths.ts';
import type { Runtime } from '../../values/runtime.ts';
import { isLinkIn } from './real-path.ts';

/** A text of which a glob pattern takes one code point; `*` is any number of them. */
type Token = '*' | ((point: string) => boolean);

export interface Glob {
  test(text: string): boolean;
}

/** Python's fnmatch, case-sensitive: `*`, `?`, `[seq]`, `[!seq]`; a `[` that is never closed stands for itself. */
export function compileGlob(pattern: string): Glob {
  const tokens = tokensOf(pattern);
  return { test: (text) => matches(tokens, [...text]) };
}

/** Only the last `*` has to be tried again, so that the time is at most pattern times text. */
function matches(tokens: readonly Token[], text: readonly string[]): boolean {
  let [at, token, retryAt, retryToken] = [0, 0, -1, -1];
  while (at < text.length) {
    const wanted = tokens[token];
    if (wanted === '*') {
      [retryAt, retryToken] = [at, token];
      token += 1;
    } else if (wanted?.(text[at] as string) === true) {
      at += 1;
      token += 1;
    } else if (retryToken >= 0) {
      retryAt += 1;
      [at, token] = [retryAt, retryToken + 1];
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === '*');
}

function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  const points = [...pattern];
  for (let at = 0; at < points.length; at += 1) {
    const point = points[at] as string;
    const close = point === '[' ? points.indexOf(']', at + (points[at + 1] === '!' ? 3 : 2)) : -1;
    if (point === '*') {
      if (tokens.at(-1) !== '*') tokens.push('*');
    } else if (point === '?') tokens.push(() => true);
    else if (close >= 0) {
      tokens.push(characterSet(points.slice(at + 1, close)));
      at = close;
    } else tokens.push((other) => other === point);
  }
  return tokens;
}

/** A range that runs backwards matches nothing. */
function characterSet(inside: readonly string[]): (point: string) => boolean {
  const negated = inside[0] === '!';
  const members = negated ? inside.slice(1) : inside;
  const ranges: (readonly [number, number])[] = [];
  for (let at = 0; at < members.length; at += 1) {
    const isRange = members[at + 1] === '-' && at + 2 < members.length;
    const [from, to] = [members[at] as string, members[isRange ? at + 2 : at] as string];
    ranges.push([from.codePointAt(0) as number, to.codePointAt(0) as number]);
    if (isRange) at += 2;
  }
  return (point) => {
    const code = point.codePointAt(0) as number;
    return ranges.some(([from, to]) => from <= code && code <= to) !== negated;
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
