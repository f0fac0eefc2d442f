import { distance } from 'fastest-levenshtein';

/** The known name most like `name`, letter case aside; `undefined` where none comes near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const folded = name.toUpperCase();
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const steps = distance(folded, candidate.toUpperCase());
    if (steps >= least) continue;
    best = candidate;
    least = steps;
  }
  return best;
}
