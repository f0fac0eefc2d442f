import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBundles } from './code-cache.ts';
import type { LoadProgram } from './main.ts';
import { asksVersion, run } from './main.ts';
import type { Binary, ProcessLike } from './process.ts';
import { version } from './version.ts';

/** Starts the program for the binaries. All but `--version` is in further bundles beside this one. */
export async function start(process: ProcessLike, binary?: Binary): Promise<void> {
  if (asksVersion(process.argv.slice(2)) && isWritten(`${version}\n`)) return;
  const load = async (): ReturnType<LoadProgram> => {
    const bundles = openBundles(fileURLToPath(import.meta.url));
    return bundles.require('./program.cjs') as Awaited<ReturnType<LoadProgram>>;
  };
  await run(process, load, binary);
}

/** Writes to stdout without Node's streams, which take longer to load than all the rest. False if it can't be done at once. */
function isWritten(text: string): boolean {
  try {
    return writeSync(1, text) === text.length;
  } catch {
    return false;
  }
}

export { cachedBundles, cacheOf, compileBundle } from './code-cache.ts';
