import { distance } from 'fastest-levenshtein';

/** Number of letters that a typo may change: a third of them, at least two. */
function slipsIn(word: string): number {
  return Math.max(2, Math.floor(word.length / 3));
}

/**
 * The known name most like `word`, letter case aside, the first of several; `undefined` where more than `limit` letters
 * would have to change.
 */
export function nearest<Name extends string>(
  word: string,
  known: Iterable<Name>,
  limit: number = slipsIn(word),
): Name | undefined {
  const folded = word.toLowerCase();
  let best: Name | undefined;
  let least = limit;
  for (const name of known) {
    if (Math.abs(name.length - word.length) > least) continue;
    const steps = distance(folded, name.toLowerCase());
    if (steps > least || (steps === least && best !== undefined)) continue;
    best = name;
    least = steps;
  }
  return best;
}

/** True if one letter that is changed, added or left out makes one word of the other. */
export function isOneSlipAway(word: string, known: string): boolean {
  const longer = Math.max(word.length, known.length);
  const shorter = Math.min(word.length, known.length);
  if (longer - shorter > 1 || word === known) return false;
  let same = 0;
  while (same < shorter && word[same] === known[same]) same++;
  let sameAtEnd = 0;
  while (sameAtEnd < shorter - same && word.at(-1 - sameAtEnd) === known.at(-1 - sameAtEnd)) sameAtEnd++;
  return same + sameAtEnd >= longer - 1;
}
