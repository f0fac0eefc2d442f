import { categoryTest, fold } from './characters.ts';
import { Cursor } from './cursor.ts';
import { type RegexFlags, withLetters } from './flags.ts';
import { RegexNotFollowed } from './not-followed.ts';
import { escapedPoint, oneOf, readSet } from './set.ts';
import { type Node, widthOf } from './tree.ts';

export interface Parsed {
  readonly tree: Node;
  /** Group names by number; `null` for those without. The first is the whole match. */
  readonly groups: readonly (string | null)[];
}

// Deeper than any pattern of a settings file, shallower than the stack.
const DEEPEST = 100;

/**
 * Reads a pattern of Python's `re`. Throws `RegexNotFollowed` for a malformed one, and for what older Pythons refuse: atomic groups and
 * possessive repeats.
 */
export function parsePattern(pattern: string, given: RegexFlags): Parsed {
  const inline = /^\(\?([aimsux]+)\)/.exec(pattern);
  const flags = withLetters(given, inline?.[1] ?? '', true);
  const reader = new PatternReader(pattern.slice(inline?.[0].length ?? 0));
  return { tree: reader.readAll(flags), groups: reader.groups };
}

class PatternReader {
  readonly groups: (string | null)[] = [null];
  readonly #cursor: Cursor;
  readonly #inner = new Map<number, Node>();
  #depth = 0;
  /** The highest group that a condition asks for: it may come later. */
  #asked = 0;
  /** While something looks behind: only groups below this one may be asked for. */
  #knownBehind = Number.POSITIVE_INFINITY;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  readAll(flags: RegexFlags): Node {
    const tree = this.#either(flags);
    if (!this.#cursor.isAtEnd) throw new RegexNotFollowed('the parentheses are not balanced');
    if (this.#asked >= this.groups.length)
      throw new RegexNotFollowed('a condition on a group that is not there');
    return tree;
  }

  #either(flags: RegexFlags): Node {
    if (this.#depth > DEEPEST) throw new RegexNotFollowed('the pattern nests too deeply');
    this.#depth += 1;
    const parts = [this.#sequence(flags)];
    while (this.#cursor.take('|')) parts.push(this.#sequence(flags));
    this.#depth -= 1;
    return parts.length === 1 ? (parts[0] as Node) : { kind: 'either', parts };
  }

  #sequence(flags: RegexFlags): Node {
    const parts: Node[] = [];
    for (;;) {
      if (flags.verbose) this.#cursor.skip(/(?:\s|#[^\n]*)+/y);
      const next = this.#cursor.ahead;
      if (next === undefined || next === '|' || next === ')') return { kind: 'sequence', parts };
      const repeat = this.#quantifier(flags);
      if (repeat === undefined) parts.push(...this.#item(flags));
      else parts.push({ ...repeat, inner: repeatable(parts.pop()) });
    }
  }

  #quantifier(flags: RegexFlags): Omit<Extract<Node, { kind: 'repeat' }>, 'inner'> | undefined {
    const found = this.#cursor.skip(/[*+?]|\{(?!\})(\d*)(?:(,)(\d*))?\}/y);
    if (found === null) return undefined;
    const [sign, from = '', comma, to = ''] = found;
    const endless = Number.POSITIVE_INFINITY;
    const least = sign === '+' ? 1 : Number(from);
    const most =
      sign === '?'
        ? 1
        : sign === '*' || sign === '+'
          ? endless
          : comma === undefined
            ? least
            : to === ''
              ? endless
              : Number(to);
    if (least > most) throw new RegexNotFollowed('a repeat with more at least than at most');
    if (flags.verbose) this.#cursor.skip(/(?:\s|#[^\n]*)+/y);
    if (this.#cursor.take('+')) throw new RegexNotFollowed('possessive repeats are not modelled');
    const lazy = this.#cursor.take('?');
    if (this.#cursor.skip(/(?=[*+?]|\{(?!\})\d*(?:,\d*)?\})/y) !== null)
      throw new RegexNotFollowed('a repeat of a repeat');
    return { kind: 'repeat', least, most, lazy };
  }

  #item(flags: RegexFlags): readonly Node[] {
    const character = this.#cursor.next();
    switch (character) {
      case '\\':
        return [this.#escape(flags)];
      case '[':
        return [readSet(this.#cursor, flags)];
      case '(':
        return this.#group(flags);
      case '.':
        return [{ kind: 'one', test: flags.dotAll ? () => true : (other) => other !== 0x0a }];
      case '^':
        return [at(flags.multiline ? 'lineStart' : 'start', flags)];
      case '$':
        return [at(flags.multiline ? 'lineEnd' : 'nearEnd', flags)];
      default:
        return [literal(character.codePointAt(0) as number, flags)];
    }
  }

  #close<Result>(result: Result): Result {
    if (!this.#cursor.take(')')) throw new RegexNotFollowed('the parentheses are not balanced');
    return result;
  }

  #group(flags: RegexFlags): readonly Node[] {
    if (this.#cursor.skip(/\?#[^)]*\)/y) !== null) return [];
    if (!this.#cursor.take('?')) return [this.#capture(flags, null)];
    const name = this.#cursor.skip(/P<(\w+)>/y)?.[1];
    if (name !== undefined) return [this.#capture(flags, name)];
    const back = this.#cursor.skip(/P=(\w+)\)/y)?.[1];
    if (back !== undefined) return [this.#same(this.groups.indexOf(back), flags)];
    const look = this.#cursor.skip(/(<?)([=!])/y);
    if (look !== null) {
      const behind = look[1] === '<';
      const known = this.#knownBehind;
      if (behind) this.#knownBehind = Math.min(known, this.groups.length);
      const inner = this.#close(this.#either(flags));
      this.#knownBehind = known;
      if (behind) this.#refuseAnyWidth(inner);
      return [{ kind: 'look', inner, behind, negated: look[2] === '!' }];
    }
    const condition = this.#cursor.skip(/\((\w+)\)/y)?.[1];
    if (condition !== undefined) return [this.#condition(condition, flags)];
    const scoped = this.#cursor.skip(/([aimsux]*)(?:-([imsx]+))?:/y);
    if (scoped === null) throw new RegexNotFollowed('such a group is not modelled');
    const inside = withLetters(withLetters(flags, scoped[1] ?? '', true), scoped[2] ?? '', false);
    return [this.#close(this.#either(inside))];
  }

  #capture(flags: RegexFlags, name: string | null): Node {
    if (name !== null && this.groups.includes(name)) throw new RegexNotFollowed('two groups of one name');
    const number = this.groups.push(name) - 1;
    const inner = this.#close(this.#either(flags));
    this.#inner.set(number, inner);
    return { kind: 'group', number, inner };
  }

  #condition(key: string, flags: RegexFlags): Node {
    const group = /^\d+$/.test(key) ? Number(key) : this.groups.indexOf(key);
    if (group <= 0 || group >= this.#knownBehind)
      throw new RegexNotFollowed('a condition on a group that is not there');
    this.#asked = Math.max(this.#asked, group);
    const yes = this.#sequence(flags);
    const no: Node = this.#cursor.take('|') ? this.#sequence(flags) : { kind: 'sequence', parts: [] };
    return this.#close({ kind: 'if', group, yes, no });
  }

  #same(group: number, flags: RegexFlags): Node {
    if (group <= 0 || group >= this.#knownBehind || !this.#inner.has(group))
      throw new RegexNotFollowed('a reference to a group that is not closed');
    return { kind: 'same', group, fold: flags.ignoreCase ? (point) => fold(point, flags.ascii) : null };
  }

  #refuseAnyWidth(inner: Node): void {
    const [least, most] = widthOf(inner, this.#inner);
    if (least !== most) throw new RegexNotFollowed('looking behind needs a fixed width');
  }

  #escape(flags: RegexFlags): Node {
    const letter = this.#cursor.next();
    if (letter === 'A') return at('start', flags);
    if (letter === 'Z') return at('end', flags);
    if (letter === 'b') return at('boundary', flags);
    if (letter === 'B') return at('notBoundary', flags);
    if (/[dswDSW]/.test(letter)) return { kind: 'one', test: categoryTest(letter, flags.ascii) };
    if (/[1-9]/.test(letter)) {
      const digits = letter + (this.#cursor.skip(/\d{0,2}/y)?.[0] ?? '');
      if (digits.length > 2) throw new RegexNotFollowed('octal escapes are not modelled');
      return this.#same(Number(digits), flags);
    }
    return literal(escapedPoint(this.#cursor, letter), flags);
  }
}

function at(place: Extract<Node, { kind: 'at' }>['place'], { ascii }: RegexFlags): Node {
  return { kind: 'at', place, ascii };
}

function literal(point: number, flags: RegexFlags): Node {
  const test = oneOf(point, flags);
  return flags.ignoreCase ? { kind: 'one', test } : { kind: 'one', test, literal: point };
}

function repeatable(node: Node | undefined): Node {
  if (node === undefined || node.kind === 'at') throw new RegexNotFollowed('nothing to repeat');
  return node;
}
