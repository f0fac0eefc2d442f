import { fileURLToPath } from 'node:url';
import { requireCached } from './code-cache.ts';
import type { LoadProgram } from './main.ts';
import { run } from './main.ts';
import type { Binary, ProcessLike } from './process.ts';

/** Starts the program for the binaries. All but `--version` is in a second bundle beside this one. */
export function start(process: ProcessLike, binary?: Binary): Promise<void> {
  const bundle = fileURLToPath(new URL('./program.cjs', import.meta.url));
  return run(process, async () => requireCached(bundle) as Awaited<ReturnType<LoadProgram>>, binary);
}

export { cacheOf, compileBundle, runBundle } from './code-cache.ts';
