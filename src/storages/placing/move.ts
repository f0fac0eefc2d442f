import { existsSync, renameSync } from 'node:fs';
import { platform } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { errnoOf } from '../../errors.ts';

/** Renames, over what is there. Returns `false` where `yielding` and a folder is there that is not empty. */
export async function move(
  from: string,
  to: string,
  yielding: boolean = false,
  system: NodeJS.Platform = platform(),
): Promise<boolean> {
  // There, it is no other error than that of a file in use.
  if (yielding && system === 'win32' && existsSync(to)) return false;
  try {
    await patiently(() => renameSync(from, to));
    return true;
  } catch (error) {
    const code = errnoOf(error);
    if (yielding && (code === 'ENOTEMPTY' || code === 'EEXIST')) return false;
    throw error;
  }
}

/** Windows refuses to rename what someone has open, or over it; most close it soon. Milliseconds between the tries. */
export function patience(system: NodeJS.Platform): readonly number[] {
  return system === 'win32' ? [10, 50, 200, 500, 1000] : [];
}

const PATIENCE = patience(platform());

/** Does `action`, again after each of `waits` as long as something is in use. Its other errors are thrown as they come. */
export async function patiently(action: () => void, waits: readonly number[] = PATIENCE): Promise<void> {
  for (const wait of waits) {
    try {
      action();
      return;
    } catch (error) {
      if (!['EPERM', 'EACCES', 'EBUSY'].includes(errnoOf(error) ?? '')) throw error;
    }
    await setTimeout(wait);
  }
  action();
}
