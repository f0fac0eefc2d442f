/** A text, and the place up to which it has been read. */
export class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The next character, which stays; `undefined` at the end. */
  get ahead(): string | undefined {
    return this.#text[this.#at];
  }

  /** Goes past `text` if it stands here. */
  take(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  /** Goes past what a sticky pattern matches here, and gives it. */
  skip(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at += found[0].length;
    return found;
  }

  /** Goes past the next code point, and gives it as text: empty at the end. */
  next(): string {
    const point = this.#text.codePointAt(this.#at);
    const character = point === undefined ? '' : String.fromCodePoint(point);
    this.#at += character.length;
    return character;
  }
}
