import { openBundles } from './code-cache.ts';
import type { LoadProgram } from './main.ts';
import { run } from './main.ts';
import { withPlainOutput } from './plain-output.ts';
import type { Binary } from './process.ts';

/** Starts the program for the binaries. All but `--version` is in further bundles beside this one. */
export async function start(process: NodeJS.Process, binary?: Binary): Promise<void> {
  const load = async (): ReturnType<LoadProgram> => {
    const bundles = openBundles(import.meta.filename);
    return bundles.require('./program.cjs') as Awaited<ReturnType<LoadProgram>>;
  };
  await run(withPlainOutput(process), load, binary);
}

export { cachedBundles, cacheOf, openCompiler } from './code-cache.ts';
