import type { AssetPath, WantedObject } from '../../types.ts';
import type { Difference } from '../difference.ts';

/**
 * Paths whose meaning changed, sorted: other bytes or headers behind a name that may change, and what was removed. A
 * fingerprinted name means the same for ever, unless other bytes lay there. `includesNew`: also names that were not there, for
 * a cache may have kept that. The manifest is left out: it is read from the bucket.
 */
export function changedPaths(
  { puts, headers }: Pick<Difference, 'puts' | 'headers'>,
  removed: readonly AssetPath[],
  includesNew: boolean,
): readonly AssetPath[] {
  const replaced = puts.filter(({ object, isReplaced }) => isAsked(object) && (isReplaced || includesNew));
  const changed = headers.filter(({ object }) => isAsked(object) && object.lifetime !== 'immutable');
  const paths = [...replaced, ...changed].map(({ object }) => object.path);
  return [...new Set([...paths, ...removed])].sort();
}

function isAsked({ lifetime }: WantedObject): boolean {
  return lifetime !== 'manifest';
}
