import type { Plan } from '../../types.ts';
import { shadowsOf } from '../shadows.ts';
import { conflictJson } from './conflict.ts';
import { documentPieces, each } from './document.ts';
import { problemJson } from './problem.ts';
import { sourceJson } from './source.ts';

/** Document of `collectstatic list --format json`, in pieces. */
export function listingJson(plan: Plan): Generator<string, void> {
  const shadows = shadowsOf(plan);
  return documentPieces({
    command: 'list',
    ok: true,
    files: each(plan.assets, (asset) => ({
      path: asset.path,
      ...sourceJson(asset.source),
      shadows: (shadows.get(asset.path) ?? []).map(sourceJson),
    })),
    conflicts: each(plan.conflicts, conflictJson),
    problems: plan.problems.map(problemJson),
  });
}
