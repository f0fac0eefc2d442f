import type { RegexFlags } from './flags.ts';
import { type Marks, Matcher } from './matcher.ts';
import { parsePattern } from './parse.ts';
import { compileTree, firstLiteral, type Program } from './program.ts';

/** A regular expression of Python's `re`, ready to match. */
export interface Regex {
  readonly program: Program;
  /** Group names by number; `null` for those without. The first is the whole match. */
  readonly groups: readonly (string | null)[];
  /** What every match begins with; `undefined` where that is not one character. */
  readonly first: string | undefined;
}

/** Texts and spans, in UTF-16 units, of the groups of a match by number; `undefined` for what caught nothing. */
export interface Groups {
  readonly values: readonly (string | undefined)[];
  readonly spans: readonly (readonly [number, number] | undefined)[];
}

/** Compiles an expression; throws `RegexNotFollowed` for a malformed one. */
export function compileRegex(pattern: string, flags: RegexFlags): Regex {
  const { tree, groups } = parsePattern(pattern, flags);
  const first = firstLiteral(tree);
  return {
    program: compileTree(tree),
    groups,
    first: first === undefined ? undefined : String.fromCodePoint(first),
  };
}

export function matcherOf({ program, groups }: Regex, text: string, mostSteps?: number): Matcher {
  return new Matcher(text, program, groups.length, mostSteps);
}

/** Goes over all matches, as `re.finditer` gives them: none is empty right behind an empty one. */
export function* eachMatch(regex: Regex, matcher: Matcher, text: string): Generator<Groups, void> {
  let at = 0;
  let wasEmpty = false;
  for (;;) {
    const marks = nextMatch(regex, matcher, text, at, wasEmpty);
    if (marks === null) return;
    yield groupsOf(regex, text, marks);
    at = marks[1] as number;
    wasEmpty = marks[0] === at;
  }
}

/** Finds the first match from `start` on; with `isEmptyRefused` an empty one at `start` itself does not count. */
export function nextMatch(
  { first }: Regex,
  matcher: Matcher,
  text: string,
  start: number,
  isEmptyRefused: boolean,
): Marks | null {
  let at = start;
  for (;;) {
    if (first !== undefined) at = text.indexOf(first, at);
    if (at < 0 || at > text.length) return null;
    const marks = matcher.match(at, false, isEmptyRefused && at === start);
    if (marks !== null) return marks;
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
}

export function groupsOf({ groups }: Regex, text: string, marks: Marks): Groups {
  const spans = groups.map((_, group) => {
    const [from, to] = [marks[group * 2], marks[group * 2 + 1]];
    return from === undefined || to === undefined ? undefined : ([from, to] as const);
  });
  return { spans, values: spans.map((span) => (span === undefined ? undefined : text.slice(...span))) };
}
