import { type WaitOptions, whileLocked } from './lock.ts';
import { requireStaticRoot } from './static-root.ts';
import { rollBack } from './storages/index.ts';
import type { Settings } from './types.ts';

/** Goes back to the release before the one that is served (`swap`). Returns the names of both. */
export async function rollback(
  settings: Settings,
  options: WaitOptions = {},
): Promise<{ readonly from: string; readonly to: string }> {
  const rooted = requireStaticRoot(settings);
  return whileLocked(rooted, options, async () => rollBack(rooted.staticRoot));
}
