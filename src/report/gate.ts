import type { Ledger } from '../ledger/index.ts';
import type { Asset, Settings } from '../types.ts';
import { type Judgement, judgeBudgets } from './budgets.ts';
import { lastRelease, readEarlier } from './earlier.ts';
import { gzipSizes } from './gzip.ts';

/** Judges BUDGETS for a plan. `against`: a saved report, absolute, that growth is measured by; else the last release is. */
export async function budgetsOf(
  settings: Settings,
  assets: readonly Asset[],
  ledger: Ledger,
  against: string | undefined,
): Promise<Judgement> {
  const { budgets, staticRoot } = settings;
  const isGrowth = budgets.some(({ most }) => most.kind !== 'size');
  const release = (): ReturnType<typeof lastRelease> =>
    staticRoot === null ? null : lastRelease(ledger, staticRoot, gzipSizes);
  const earlier = against !== undefined ? readEarlier(against) : isGrowth ? release() : null;
  if (budgets.length === 0) return { results: [], problems: [] };
  return judgeBudgets(budgets, assets, earlier, gzipSizes);
}
