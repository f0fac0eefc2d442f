import { fileURLToPath } from 'node:url';
import { openBundles } from './code-cache.ts';
import type { LoadProgram } from './main.ts';
import { run } from './main.ts';
import type { Binary, ProcessLike } from './process.ts';

/** Starts the program for the binaries. All but `--version` is in further bundles beside this one. */
export function start(process: ProcessLike, binary?: Binary): Promise<void> {
  const load = async (): ReturnType<LoadProgram> => {
    const bundles = openBundles(fileURLToPath(import.meta.url));
    return bundles.require('./program.cjs') as Awaited<ReturnType<LoadProgram>>;
  };
  return run(process, load, binary);
}

export { cachedBundles, cacheOf, compileBundle } from './code-cache.ts';
