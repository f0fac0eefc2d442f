import type { Counts, Outcome } from '../types.ts';

/** Sums up a run as Django's last line does. `skipped`: the plan's. */
export function countOutcomes(outcomes: readonly Outcome[], skipped: number): Counts {
  const collected = outcomes.filter(({ why }) => why === 'collected');
  const of = (action: Outcome['action']): number =>
    collected.reduce((sum, outcome) => (outcome.action === action ? sum + 1 : sum), 0);
  return {
    copied: of('copied'),
    linked: of('linked'),
    unmodified: of('unmodified'),
    deleted: of('deleted'),
    postProcessed: outcomes.filter(({ action, of }) => action === 'processed' && of !== undefined).length,
    skippedByConflict: skipped,
  };
}
