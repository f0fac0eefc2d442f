/**
 * Python's `fnmatch.fnmatchcase`, exactly: case-sensitive, `*` and `?` cross `/`, `[seq]`, `[!seq]`, no escapes.
 * What Python makes of a malformed set (`[`, `[]`, `[b-a]`, `[!z-a]`) is kept too: patterns come from Django projects.
 */
export function fnmatchExpression(pattern: string): RegExp {
  const pieces = piecesOf([...pattern]);
  let source = '';
  let open = '';
  let stars = 0;
  for (const piece of pieces) {
    if (piece !== STAR) {
      open += piece;
    } else {
      source += stars === 0 ? open : atomic(open, stars);
      open = '';
      stars += 1;
    }
  }
  source += stars === 0 ? open : `.*${open}`;
  return new RegExp(`^${source}$`, 'su');
}

const STAR = '*';

/**
 * `.*?literal`, never tried a second time: the first place where `literal` fits is as good as any later one, and
 * going back would cost exponential time on patterns such as `*a*a*a*b`. JavaScript spells "atomic" with a lookahead.
 */
function atomic(literal: string, group: number): string {
  return `(?=(.*?${literal}))\\${group}`;
}

/** The pattern as a row of `STAR` and regular expressions for one character each; neighbouring stars are one. */
function piecesOf(characters: readonly string[]): readonly string[] {
  const pieces: string[] = [];
  let index = 0;
  while (index < characters.length) {
    const character = characters[index++] as string;
    if (character === '*') {
      if (pieces.at(-1) !== STAR) pieces.push(STAR);
    } else if (character === '?') {
      pieces.push('.');
    } else if (character === '[') {
      const end = endOfSet(characters, index);
      pieces.push(end === -1 ? '\\[' : setExpression(characters.slice(index, end)));
      if (end !== -1) index = end + 1;
    } else {
      pieces.push(escaped(character));
    }
  }
  return pieces;
}

/** Index of the `]` that closes the set that starts at `start`; a `]` in first place is literal. -1 without one. */
function endOfSet(characters: readonly string[], start: number): number {
  let index = start;
  if (characters[index] === '!') index += 1;
  if (characters[index] === ']') index += 1;
  return characters.indexOf(']', index);
}

function setExpression(inner: readonly string[]): string {
  const chunks = chunksOf(inner);
  const first = chunks[0] as string[];
  if (chunks.length === 1 && first.length === 0) return '(?!)';
  // Looked at only now, as Python does: what is left of `[b-a!c]` starts with `!` and is a negation.
  const negated = first[0] === '!';
  if (negated) first.shift();
  if (negated && chunks.length === 1 && first.length === 0) return '.';
  return `[${negated ? '^' : ''}${chunks.map((chunk) => chunk.map(escaped).join('')).join('-')}]`;
}

/** Splits a set at the hyphens that make ranges; ranges that would be empty (`b-a`) are taken out. */
function chunksOf(inner: readonly string[]): string[][] {
  const chunks: string[][] = [];
  let start = 0;
  let hyphen = inner.indexOf('-', inner[0] === '!' ? 2 : 1);
  while (hyphen !== -1) {
    chunks.push(inner.slice(start, hyphen));
    start = hyphen + 1;
    hyphen = inner.indexOf('-', hyphen + 3);
  }
  if (start < inner.length) chunks.push(inner.slice(start));
  else chunks.at(-1)?.push('-');
  for (let index = chunks.length - 1; index > 0; index -= 1) {
    const [before, after] = [chunks[index - 1] as string[], chunks[index] as string[]];
    if (codePoint(before.at(-1)) <= codePoint(after[0])) continue;
    chunks.splice(index - 1, 2, [...before.slice(0, -1), ...after.slice(1)]);
  }
  return chunks;
}

function codePoint(character: string | undefined): number {
  return character?.codePointAt(0) ?? -1;
}

/** One character as itself, inside a set or outside of one. */
function escaped(character: string): string {
  return /^[\w/~]$/.test(character) ? character : `\\u{${codePoint(character).toString(16)}}`;
}
