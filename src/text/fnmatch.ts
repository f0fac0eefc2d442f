import { characterSet, type Unit } from './character-set.ts';

/** Tests a whole text. */
export type Matcher = (text: string) => boolean;

/** What stands between two stars of a pattern: each unit takes one character. */
type Run = readonly Unit[];

/**
 * Makes a matcher by the rules of Python's `fnmatch.fnmatchcase`: case-sensitive, `*` and `?` cross `/`, `[seq]`, `[!seq]`,
 * no escapes. What Python makes of a malformed set (`[`, `[]`, `[b-a]`, `[!z-a]`) is kept: patterns come from Django projects.
 * A test takes at most as many comparisons as text times pattern, since no run is tried again once it has been found.
 */
export function fnmatchMatcher(pattern: string): Matcher {
  // Half of a surrogate pair is a character of its own in a pattern, but not in a text that has the pair.
  if (/[?[\ud800-\udfff]/u.test(pattern)) return magicMatcher(runsOf([...pattern]));
  const literals = pattern.split(/\*+/);
  return literals.length === 1 ? (text) => text === pattern : starMatcher(literals);
}

/** Ignore patterns are nearly all of this kind, and every file is tested against them twice. */
function starMatcher(literals: readonly string[]): Matcher {
  const [head, middle, tail] = [literals[0] as string, literals.slice(1, -1), literals.at(-1) as string];
  const least = head.length + tail.length;
  return (text) => {
    if (text.length < least || !text.startsWith(head) || !text.endsWith(tail)) return false;
    let at = head.length;
    for (const literal of middle) {
      const found = text.indexOf(literal, at);
      if (found === -1) return false;
      at = found + literal.length;
    }
    return at <= text.length - tail.length;
  };
}

function magicMatcher(runs: readonly Run[]): Matcher {
  const [head, middle, tail] = [runs[0] as Run, runs.slice(1, -1), runs.at(-1) as Run];
  return (text) => {
    let at = endOfRun(head, text, 0);
    if (runs.length === 1 || at === -1) return at === text.length;
    const end = indexFromEnd(text, tail.length);
    if (end < at || endOfRun(tail, text, end) === -1) return false;
    for (const run of middle) {
      let found = endOfRun(run, text, at);
      while (found === -1 && at < end) {
        at += widthAt(text, at);
        found = endOfRun(run, text, at);
      }
      if (found === -1 || found > end) return false;
      at = found;
    }
    return true;
  };
}

/** Index behind the characters that `run` takes from `at` on; -1 if one of them does not fit. */
function endOfRun(run: Run, text: string, at: number): number {
  let end = at;
  for (const unit of run) {
    if (end >= text.length) return -1;
    const point = text.codePointAt(end) as number;
    if (typeof unit === 'number' ? unit !== point : !unit(point)) return -1;
    end += point > 0xffff ? 2 : 1;
  }
  return end;
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
}

/** Index of the character that has `count - 1` more behind it; -1 if there are not so many. */
function indexFromEnd(text: string, count: number): number {
  let at = text.length;
  for (let left = count; left > 0; left -= 1) {
    if (at === 0) return -1;
    at -= at > 1 && widthAt(text, at - 2) === 2 ? 2 : 1;
  }
  return at;
}

const anyCharacter: Unit = () => true;

function runsOf(characters: readonly string[]): readonly Run[] {
  const runs: Unit[][] = [[]];
  const lastClose = characters.lastIndexOf(']');
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] as string;
    const run = runs.at(-1) as Unit[];
    const close = character === '[' && at < lastClose ? endOfSet(characters, at + 1) : -1;
    if (character === '*') {
      if (run.length > 0 || runs.length === 1) runs.push([]);
    } else if (character === '?') {
      run.push(anyCharacter);
    } else if (close !== -1) {
      run.push(characterSet(characters.slice(at + 1, close)));
      at = close;
    } else {
      run.push(character.codePointAt(0) as number);
    }
  }
  return runs;
}

/** Index of the `]` that closes the set that starts at `start`; a `]` in first place is literal. -1 without one. */
function endOfSet(characters: readonly string[], start: number): number {
  let index = start;
  if (characters[index] === '!') index += 1;
  if (characters[index] === ']') index += 1;
  return characters.indexOf(']', index);
}
