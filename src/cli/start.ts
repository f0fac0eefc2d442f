import { fileURLToPath } from 'node:url';
import { requireCached } from './code-cache.ts';
import type { LoadProgram } from './main.ts';
import { run } from './main.ts';
import type { Binary, ProcessLike } from './process.ts';

/** What the binaries start: everything but `--version` is in a bundle beside this one. */
export function start(process: ProcessLike, binary?: Binary): Promise<void> {
  const bundle = fileURLToPath(new URL('./program.cjs', import.meta.url));
  return run(process, async () => requireCached(bundle) as Awaited<ReturnType<LoadProgram>>, binary);
}

export { cacheOf, compileBundle, runBundle } from './code-cache.ts';
