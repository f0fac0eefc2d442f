import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { arch, versions } from 'node:process';
import { Script } from 'node:vm';

/** The bundled files of one folder, each read once, when it is first asked for. */
export interface Bundles {
  /** Loads `./NAME.cjs` of the folder, or any other module, as `require` does. */
  readonly require: (name: string) => unknown;
  /** What has been compiled so far, by name. */
  readonly scripts: ReadonlyMap<string, Script>;
}

/**
 * Opens the folder of CommonJS bundles that `file` lies in. If the build left a code cache of a bundle, the code that every
 * run needs is neither parsed nor compiled again, which saves a third of a short run. From Node 22.1 on Node keeps such a
 * cache itself, in its usual place (`NODE_COMPILE_CACHE`, `NODE_DISABLE_COMPILE_CACHE`).
 */
export function openBundles(file: string): Bundles {
  // Looking for the function loads a module of Node, which a start on an older one can do without.
  if (Number.parseInt(versions.node, 10) < 22) return cachedBundles(file);
  const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: () => unknown };
  if (enableCompileCache === undefined) return cachedBundles(file);
  enableCompileCache();
  return { require: nodeModule.createRequire(file), scripts: new Map() };
}

/** What bundled CommonJS is handed; a `createRequire` would load a module of Node at every start. */
const requireOther: NodeJS.Require = require;

/** Lies apart so that Node compiles it: code from a cache can't import. */
const APART = './import-module.cjs';

/** Like `openBundles` without Node's own cache. Stack traces name files in `home`, also when code comes from a cache. */
export function cachedBundles(file: string, home: string = dirname(file)): Bundles {
  const folder = dirname(file);
  const scripts = new Map<string, Script>();
  const modules = new Map<string, { readonly exports: unknown }>();
  const compile = openCompiler();
  const load = (name: string): unknown => {
    if (!name.startsWith('./') || name === APART) return requireOther(name);
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const path = join(folder, name);
    const script = compile(path, join(home, name));
    scripts.set(name, script);
    const module = { exports: {} };
    modules.set(name, module);
    script.runInThisContext()(module.exports, load, module, path, folder);
    return module.exports;
  };
  return { require: load, scripts };
}

/** Path of a bundle's code cache. It names the version of V8, so that a cache made by another one is not looked at. */
export function cacheOf(file: string): string {
  return `${file}.${versions.v8}-${arch}.cache`;
}

/** Compiles a bundle of plain ASCII. Running it gives the function to call with `module`. */
export type Compile = (file: string, filename: string) => Script;

/** Bytes of most bundles and of most caches. */
const USUAL_BYTES = 1 << 20;

/** All files are read into the same memory: at a start it is memory used for the first time that takes the time. */
export function openCompiler(): Compile {
  let memory = Buffer.allocUnsafeSlow(USUAL_BYTES);
  /** Returns what a file holds, until the next one is read. */
  const read = (file: string): Buffer => {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      if (size > memory.length) memory = Buffer.allocUnsafeSlow(size);
      let length = 0;
      for (let count = 1; count > 0 && length < size; length += count)
        count = readSync(descriptor, memory, length, size - length, null);
      return memory.subarray(0, length);
    } finally {
      closeSync(descriptor);
    }
  };
  const readIfThere = (file: string): Buffer | undefined => {
    try {
      return read(file);
    } catch {
      return undefined;
    }
  };
  return (file, filename) => {
    const text = read(file).toString('latin1');
    return new Script(text, { filename, cachedData: readIfThere(cacheOf(file)) });
  };
}
