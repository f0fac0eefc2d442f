/** Bounds for globs of the settings: what people write stays far below. */
const MOST_CHARACTERS = 4096;
const MOST_PATHS = 10_000;
const MOST_STARS = 5;
const MOST_GLOBSTARS = 5;

/**
 * What is wrong with a glob that would take too long to expand or to match, as words that follow its name; `undefined` if it
 * is fine. Decided by its text alone: nothing is expanded.
 */
export function globFault(glob: string): string | undefined {
  if (glob.length > MOST_CHARACTERS) return `has more than ${MOST_CHARACTERS} characters`;
  const text = glob.replace(/\\./g, 'x');
  const paths = countPaths(text);
  if (paths > MOST_PATHS) return `stands for ${paths.toLocaleString('en-US')} paths by its braces`;
  const parts = text.split('/');
  if (parts.filter((part) => part.includes('**')).length > MOST_GLOBSTARS)
    return `has more than ${MOST_GLOBSTARS} parts of **`;
  if (parts.some((part) => repeatsIn(part) > MOST_STARS))
    return `has more than ${MOST_STARS} stars between two slashes`;
  if (repeatedGroups(text).some(isAmbiguous))
    return 'repeats a group, by +(...) or *(...), whose parts can be told apart in more than one way';
  return undefined;
}

function repeatsIn(part: string): number {
  return part.match(/\*+|\+\(/g)?.length ?? 0;
}

/** How many texts the braces of a glob stand for: `{a,b}{1..3}` for six. */
function countPaths(text: string): number {
  return countUpTo(text, 0, '').count;
}

/** Counts up to one of the `ends`; a brace that is not closed is a character. */
function countUpTo(
  text: string,
  from: number,
  ends: string,
): { readonly count: number; readonly end: number } {
  let count = 1;
  for (let at = from; at < text.length; at++) {
    const character = text[at] as string;
    if (ends.includes(character)) return { count, end: at };
    if (character !== '{') continue;
    const group = countGroup(text, at + 1);
    if (group === undefined) continue;
    count *= group.count;
    at = group.end;
  }
  return { count, end: text.length };
}

function countGroup(
  text: string,
  from: number,
): { readonly count: number; readonly end: number } | undefined {
  const range = /^(-?\w+)\.\.(-?\w+)(?:\.\.(-?\d+))?\}/.exec(text.slice(from, from + 80));
  if (range !== null) {
    const [whole, first = '', last = '', step = '1'] = range;
    const steps = Math.max(1, Math.abs(Number(step)));
    return {
      count: Math.floor(Math.abs(ordinal(last) - ordinal(first)) / steps) + 1,
      end: from + whole.length - 1,
    };
  }
  let total = 0;
  for (let at = from; at < text.length; ) {
    const { count, end } = countUpTo(text, at, ',}');
    total += count;
    if (text[end] === '}') return { count: total, end };
    at = end + 1;
  }
  return undefined;
}

function ordinal(text: string): number {
  const number = Number(text);
  return Number.isNaN(number) ? (text.codePointAt(0) ?? 0) : number;
}

/** The insides of all groups that may come more than once. */
function repeatedGroups(text: string): readonly string[] {
  return [...text.matchAll(/[*+]\(/g)].map(({ index }) => {
    let depth = 0;
    for (let at = index + 1; at < text.length; at++) {
      if (text[at] === '(') depth++;
      if (text[at] === ')' && --depth === 0) return text.slice(index + 2, at);
    }
    return text.slice(index + 2);
  });
}

/** False for literal alternatives of which no two begin alike: then there is one way to read a repetition. */
function isAmbiguous(inside: string): boolean {
  const alternatives = inside.split('|');
  const firsts = new Set(alternatives.map((alternative) => alternative[0]));
  return /[*?+@![\](){}]/.test(inside) || firsts.size < alternatives.length || alternatives.includes('');
}
