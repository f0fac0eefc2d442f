import { readFileSync } from 'node:fs';
import nodeModule from 'node:module';
import { dirname } from 'node:path';
import { arch, versions } from 'node:process';
import { Script } from 'node:vm';

/**
 * `require(file)` for a CommonJS bundle that the build may have left a code cache of: what every run needs of the bundle is
 * then neither parsed nor compiled again, a third of a short run. From Node 22.1 on Node keeps such a cache itself, in its
 * usual place (`NODE_COMPILE_CACHE`, `NODE_DISABLE_COMPILE_CACHE`).
 */
export function requireCached(file: string): unknown {
  const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: () => unknown };
  if (enableCompileCache !== undefined) {
    enableCompileCache();
    return nodeModule.createRequire(file)(file);
  }
  return runBundle(compileBundle(file, readIfThere(cacheOf(file))), file);
}

/** Where the code cache of a bundle lies: one that another V8 made is not even looked at. */
export function cacheOf(file: string): string {
  return `${file}.${versions.v8}-${arch}.cache`;
}

/**
 * A bundle, which is plain ASCII, compiled as Node compiles CommonJS: run in this context it gives the function that is
 * called with `module`. `filename` is what stacks say, which the cache keeps.
 */
export function compileBundle(file: string, cachedData?: Buffer, filename: string = file): Script {
  return new Script(
    `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`,
    { filename, cachedData },
  );
}

export function runBundle(script: Script, file: string): unknown {
  const module = { exports: {} };
  script.runInThisContext()(module.exports, nodeModule.createRequire(file), module, file, dirname(file));
  return module.exports;
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
