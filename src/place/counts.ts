import type { Counts, Outcome } from '../types.ts';

/** Sums up a run as Django's last line does. `skipped`: the plan's. */
export function countOutcomes(outcomes: readonly Outcome[], skipped: number): Counts {
  const collected: Record<Outcome['action'], number> = {
    copied: 0,
    linked: 0,
    unmodified: 0,
    deleted: 0,
    processed: 0,
  };
  let postProcessed = 0;
  for (const { action, why, of } of outcomes) {
    if (why === 'collected') collected[action]++;
    if (action === 'processed' && of !== undefined) postProcessed++;
  }
  const { copied, linked, unmodified, deleted } = collected;
  return { copied, linked, unmodified, deleted, postProcessed, skippedByConflict: skipped };
}
