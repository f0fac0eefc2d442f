import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect } from '../../collect.ts';
import type { Settings } from '../../types.ts';
import type { CollectFlags } from '../options/index.ts';

/**
 * Collects into a folder of its own, which goes afterwards, and gives that to `work`: only what is built can be compared with a
 * bucket. `into`: the STATIC_ROOT that a real run would put it into, unless that run cleared it.
 */
export async function rehearsed<Result>(
  settings: Settings,
  flags: CollectFlags,
  signal: AbortSignal,
  work: (settings: Settings, into: { readonly into?: string }) => Promise<Result>,
): Promise<Result> {
  const { staticRoot } = settings;
  const folder = await mkdtemp(join(tmpdir(), 'collectstatic-rehearsal-'));
  try {
    const built = { ...settings, staticRoot: join(folder, 'static') };
    await collect(built, { postProcess: flags.postProcess, signal });
    return await work(built, staticRoot === null || flags.clear === true ? {} : { into: staticRoot });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
