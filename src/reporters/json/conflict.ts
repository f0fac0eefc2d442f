import type { Conflict } from '../../types.ts';
import { sourceJson } from './source.ts';

/** A conflict as documents tell of it. */
export function conflictJson(conflict: Conflict): Readonly<Record<string, unknown>> {
  return {
    kind: conflict.kind,
    path: conflict.path,
    winner: sourceJson(conflict.winner),
    losers: conflict.losers.map((loser) => ({ path: loser.path, ...sourceJson(loser) })),
    identical: conflict.identical,
    ...(conflict.folded && { folded: true }),
    ...(conflict.settledBy === undefined ? {} : { settledBy: conflict.settledBy }),
  };
}
