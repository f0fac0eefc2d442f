import { NotModelled } from '../../../values/values.ts';
import { CONTROL, classOf, escapeLooseHyphens, inSet, literal } from './characters.ts';

export interface Translated {
  readonly source: string;
  /** `u` always; `i` where the pattern ignores case. Lines and dots are written out in the source. */
  readonly flags: string;
  /** Group names by number; `null` for those without. The first is the whole match. */
  readonly groups: readonly (string | null)[];
  /** True if time may grow out of hand: something repeated within something repeated. */
  readonly nested: boolean;
  /** True if a group that is caught stands inside something repeated. */
  readonly captureInRepeat: boolean;
}

export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
  readonly ascii: boolean;
}

/**
 * A pattern of Python's `re` as one of JavaScript with the `u` flag. Throws `NotModelled` for what has no faithful counterpart:
 * conditions, atomic groups, possessive repeats, flags for a part of a pattern.
 */
export function translate(pattern: string, given: RegexFlags): Translated {
  const inline = /^\(\?([aimsux]+)\)/.exec(pattern);
  const letters = inline?.[1] ?? '';
  const flags: RegexFlags = {
    ignoreCase: given.ignoreCase || letters.includes('i'),
    multiline: given.multiline || letters.includes('m'),
    dotAll: given.dotAll || letters.includes('s'),
    verbose: given.verbose || letters.includes('x'),
    ascii: given.ascii || letters.includes('a'),
  };
  const scanner = new Scanner(pattern.slice(inline?.[0].length ?? 0), flags);
  const source = scanner.run();
  const { nested, captureInRepeat } = scanner;
  return { source, flags: flags.ignoreCase ? 'iu' : 'u', groups: scanner.groups, nested, captureInRepeat };
}

interface Content {
  /** An unbounded repeat. */
  repeats: boolean;
  /** A group that is caught. */
  captures: boolean;
}

class Scanner {
  readonly groups: (string | null)[] = [null];
  nested = false;
  captureInRepeat = false;
  readonly #text: string;
  readonly #flags: RegexFlags;
  #at = 0;
  #out = '';
  /** For each open group, the pattern itself first: what it holds so far. */
  readonly #unclosed: Content[] = [{ repeats: false, captures: false }];
  /** Content of the group that was read last; `null` behind anything else. */
  #last: Content | null = null;

  constructor(text: string, flags: RegexFlags) {
    this.#text = text;
    this.#flags = flags;
  }

  run(): string {
    while (this.#at < this.#text.length) this.#step();
    return this.#out;
  }

  #step(): void {
    const rest = this.#text.slice(this.#at);
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) as number);
    const repeat = /^(?:[*+?]|\{(\d*)(,?)(\d*)\})[?+]?/.exec(rest);
    if (repeat !== null && repeat[0] !== '{}' && !/^\{,?\}/.test(repeat[0])) {
      this.#repeat(repeat);
      return;
    }
    if (this.#flags.verbose && this.#comment(rest)) return;
    this.#last = null;
    this.#at += character.length;
    if (character === '\\') this.#escape();
    else if (character === '[') this.#set();
    else if (character === '(') this.#open();
    else if (character === ')') this.#close();
    else if (character === '.') this.#out += this.#flags.dotAll ? '[\\s\\S]' : '[^\\n]';
    else if (character === '^')
      this.#out += this.#flags.multiline ? '(?<=\\n|(?<![\\s\\S]))' : '(?<![\\s\\S])';
    else if (character === '$')
      this.#out += this.#flags.multiline ? '(?=\\n|(?![\\s\\S]))' : '(?=\\n?(?![\\s\\S]))';
    else if (character === '|') this.#out += '|';
    else this.#out += literal(character);
  }

  #comment(rest: string): boolean {
    const blank = /^(?:\s|#[^\n]*)+/.exec(rest);
    if (blank === null) return false;
    this.#at += blank[0].length;
    return true;
  }

  #repeat(match: RegExpExecArray): void {
    const [whole, from, comma, to] = match;
    const core = whole.replace(/[?+]$/, '') || whole;
    if (whole.length > 1 && whole.endsWith('+')) throw new NotModelled('possessive repeats are not modelled');
    if (this.#out === '' || this.#out.endsWith('(')) throw new NotModelled('nothing to repeat');
    const lazy = whole.length > core.length && whole.endsWith('?') ? '?' : '';
    const unbounded = core === '*' || core === '+' || (comma === ',' && to === '');
    if (unbounded) {
      if (this.#last?.repeats === true) this.nested = true;
      this.#innermost.repeats = true;
    }
    if (core !== '?' && this.#last?.captures === true) this.captureInRepeat = true;
    this.#last = null;
    this.#at += whole.length;
    this.#out += (core.startsWith('{') ? `{${from === '' ? '0' : from}${comma}${to}}` : core) + lazy;
  }

  #open(): void {
    const rest = this.#text.slice(this.#at);
    const comment = /^\?#[^)]*\)/.exec(rest);
    if (comment !== null) {
      this.#at += comment[0].length;
      return;
    }
    const back = /^\?P=(\w+)\)/.exec(rest);
    if (back !== null) {
      this.#at += back[0].length;
      this.#refuseLooseReference();
      this.#out += `\\k<${back[1]}>`;
      return;
    }
    this.#unclosed.push({ repeats: false, captures: false });
    const head = /^\?(?:P<(\w+)>|:|=|!|<=|<!)/.exec(rest);
    if (head === null && rest.startsWith('?')) throw new NotModelled('such a group is not modelled');
    this.#at += head?.[0].length ?? 0;
    const name = head?.[1];
    if (head === null || name !== undefined) {
      this.groups.push(name ?? null);
      this.#innermost.captures = true;
    }
    this.#out += name === undefined ? `(${head?.[0] ?? ''}` : `(?<${name}>`;
  }

  get #innermost(): Content {
    // There is always the pattern itself.
    return this.#unclosed[this.#unclosed.length - 1] as Content;
  }

  #close(): void {
    const content = this.#unclosed.pop();
    if (content === undefined || this.#unclosed.length === 0)
      throw new NotModelled('the parentheses are not balanced');
    this.#innermost.repeats ||= content.repeats;
    this.#innermost.captures ||= content.captures;
    this.#last = content;
    this.#out += ')';
  }

  #escape(): void {
    const { ascii } = this.#flags;
    const letter = this.#text[this.#at] ?? '';
    this.#at += 1;
    const word = `[${classOf('w', ascii)}]`;
    if (letter === 'A') this.#out += '(?<![\\s\\S])';
    else if (letter === 'Z' || letter === 'z') this.#out += '(?![\\s\\S])';
    else if (letter === 'b') this.#out += `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
    else if (letter === 'B') this.#out += `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
    else if (/[dsw]/.test(letter)) this.#out += `[${classOf(letter, ascii)}]`;
    else if (/[DSW]/.test(letter)) this.#out += `[^${classOf(letter.toLowerCase(), ascii)}]`;
    else if (/[1-9]/.test(letter)) this.#backReference();
    else this.#out += this.#character(letter);
  }

  #backReference(): void {
    const digits = /^\d{1,3}/.exec(this.#text.slice(this.#at - 1))?.[0] ?? '';
    if (digits.length > 2) throw new NotModelled('octal escapes are not modelled');
    this.#at += digits.length - 1;
    this.#refuseLooseReference();
    this.#out += `(?:\\${digits})`;
  }

  /** A reference to a group that caught nothing fails in Python and matches in JavaScript. */
  #refuseLooseReference(): void {
    if (/[|?*]|\{0?,/.test(this.#text.replaceAll(/\(\?(?:P?[<=!]|:)/g, '('))) {
      throw new NotModelled('a reference to a group that may have caught nothing is not modelled');
    }
  }

  /** An escape that stands for one character, inside a set as well as outside. `letter` has been read. */
  #character(letter: string): string {
    const control = CONTROL[letter];
    if (control !== undefined) return control;
    const length = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
    if (length > 0) {
      const digits = this.#text.slice(this.#at, this.#at + length);
      if (digits.length < length || !/^[\da-fA-F]+$/.test(digits))
        throw new NotModelled('a malformed escape');
      this.#at += length;
      return `\\u{${digits}}`;
    }
    if (letter === '' || /[a-zA-Z0-9]/.test(letter))
      throw new NotModelled(`the escape \\${letter} is not modelled`);
    return literal(letter);
  }

  #set(): void {
    let body = '';
    let first = true;
    const negated = this.#text[this.#at] === '^';
    if (negated) this.#at += 1;
    for (;;) {
      const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
      if (this.#at >= this.#text.length) throw new NotModelled('a character set is not closed');
      this.#at += character.length;
      if (character === ']' && !first) break;
      first = false;
      body += character === '\\' ? this.#setEscape() : character === '-' ? '-' : inSet(character);
    }
    this.#out += `[${negated ? '^' : ''}${escapeLooseHyphens(body)}]`;
  }

  #setEscape(): string {
    const letter = this.#text[this.#at] ?? '';
    this.#at += 1;
    if (/[dsw]/.test(letter)) return classOf(letter, this.#flags.ascii);
    if (/[DSW]/.test(letter)) throw new NotModelled('a negated class within a set is not modelled');
    if (letter === 'b') return '\\x08';
    return letter === '-' ? '\\-' : this.#character(letter);
  }
}
