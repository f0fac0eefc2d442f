import type { AssetPath, Plan, Source } from '../types.ts';

/** For each path that was offered more than once: the sources that lost it. */
export function shadowsOf(plan: Plan): ReadonlyMap<AssetPath, readonly Source[]> {
  const same = plan.conflicts.filter((conflict) => conflict.kind === 'same-path');
  return new Map(same.map((conflict) => [conflict.path, conflict.losers]));
}
